import { type AwsOptions, takeAwsFields } from "@langchain-aws/aws-auth";
import { AwsConfigurationError, isRecord, type PlainRecord } from "@langchain-aws/core";
import { asWire, deepCopy } from "./record.ts";
import type { CanonicalFields } from "./resolve-options.ts";
import { sortOptions } from "./spellings.ts";

/** A constructor argument, taken apart. */
export interface TakenInput {
  readonly aws: AwsOptions;
  /** The AWS options as they were given, secrets among them: to be kept in private state only. */
  readonly givenAws: PlainRecord;
  /** Our options under their one name. */
  readonly fields: CanonicalFields;
  /** For `super()`: nothing secret. */
  readonly shown: Record<string, unknown>;
  /** What is no option, by its spelling. */
  readonly unknown: Record<string, unknown>;
}

/**
 * Takes a constructor argument apart: AWS's options, ours, and the rest.
 *
 * @throws AwsConfigurationError for options that cannot work
 */
export function takeFields(given: object, names: ReadonlySet<string>): TakenInput {
  const taken = takeAwsFields<object>(given, { service: "bedrock-runtime" });
  const { known, unknown } = sortOptions(taken.rest, names);
  const { modelKwargs } = known;
  if (modelKwargs !== undefined && !isRecord(modelKwargs)) {
    throw new AwsConfigurationError("`modelKwargs` must be an object.", { code: "CONFIG_INVALID_OPTION" });
  }
  const fields = { ...known, ...copiesOf(known) };
  const givenAws = Object.fromEntries(Object.entries(given).filter(([name]) => !Object.hasOwn(taken.rest, name)));
  return {
    aws: taken.options,
    givenAws,
    fields: asWire<CanonicalFields>(fields),
    shown: { ...fields, ...taken.marks },
    unknown: deepCopy(unknown),
  };
}

/** Options that are data. They are copied, so that a model stays what it was made as. */
const dataOptions = ["modelKwargs", "stopSequences", "guardrails", "performanceConfig", "requestMetadata"] as const;

function copiesOf(known: PlainRecord): PlainRecord {
  const given = dataOptions.filter((name) => known[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, deepCopy(known[name])]));
}

/** A constructor's two ways of being called: with the model's id first, or with fields alone. */
export function joinArguments(modelOrFields: string | object | undefined, more: object): object {
  return typeof modelOrFields === "string" ? { ...more, model: modelOrFields } : (modelOrFields ?? {});
}
