import { type AwsOptions, type AwsService, takeAwsFields } from "@langchain-aws/aws-auth";
import { AwsConfigurationError } from "@langchain-aws/core";
import { NeptuneConfigError } from "./errors.ts";
import { type GivenOptions, readOptions } from "./option-names.ts";

/** A constructor argument, taken apart. */
export interface TakenFields {
  readonly aws: AwsOptions;
  readonly given: GivenOptions;
  /** What may be shown of it: settings, and marks in place of secrets. */
  readonly shown: Readonly<Record<string, unknown>>;
}

/**
 * Takes a constructor argument apart; secrets go into private state.
 *
 * @throws NeptuneConfigError
 */
export function takeFields(fields: object, service: AwsService): TakenFields {
  try {
    const { options, rest, marks } = takeAwsFields(fields, { service });
    const given = readOptions(rest);
    const own = [...given].filter(([, value]) => ["string", "number", "boolean"].includes(typeof value));
    return { aws: options, given, shown: { ...marks, ...Object.fromEntries(own) } };
  } catch (error) {
    throw asConfigError(error);
  }
}

function asConfigError(error: unknown): unknown {
  const isOwn = NeptuneConfigError.isInstance(error);
  if (isOwn || !AwsConfigurationError.isInstance(error)) return error;
  const { code, hint, message } = error;
  return new NeptuneConfigError(message, { code, cause: error, ...(hint !== undefined && { hint }) });
}
