import { type AwsOptions, takeAwsFields } from "@langchain-aws/aws-auth";
import type { PlainRecord } from "@langchain-aws/core";
import { conflict } from "./option-names.ts";

/** Options taken apart. */
export interface TakenOptions {
  readonly options: AwsOptions;
  /** Everything that is not an AWS option. */
  readonly rest: PlainRecord;
}

/**
 * Takes the AWS options out of a caller's, `kendraClient` as another name of `client`.
 *
 * @throws AwsConfigurationError for options that cannot work, an API key among them
 */
export function takeFields(fields: object): TakenOptions {
  const { kendraClient, kendra_client, ...given } = asRecord({ ...fields });
  const client = clientOf([
    ["client", given["client"]],
    ["kendraClient", kendraClient],
    ["kendra_client", kendra_client],
  ]);
  const named = client === undefined ? given : { ...given, client };
  const { options, rest } = takeAwsFields(named, { service: "kendra" });
  return { options, rest: asRecord(rest) };
}

function clientOf(spellings: readonly (readonly [name: string, value: unknown])[]): unknown {
  const passed = spellings.filter(([, value]) => value !== undefined && value !== null);
  const [first] = passed;
  const other = passed.find(([, value]) => value !== first?.[1]);
  if (first !== undefined && other !== undefined) throw conflict(first[0], other[0]);
  return first?.[1];
}

function asRecord(fields: object): PlainRecord {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- any object can be asked for any member
  return fields as PlainRecord;
}
