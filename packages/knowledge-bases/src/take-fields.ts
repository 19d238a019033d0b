import { type AwsOptions, takeAwsFields } from "@langchain-aws/aws-auth";
import type { PlainRecord } from "@langchain-aws/core";
import { conflict } from "./option-names.ts";

/** Milliseconds, as in Python. A search with reranking or agents takes longer than the AWS SDK's usual calls. */
const defaultTimeoutMs = 120_000;

/** Options taken apart. */
export interface TakenOptions {
  readonly options: AwsOptions;
  /** Everything that is not an AWS option. */
  readonly rest: PlainRecord;
}

/**
 * Takes the AWS options out of a caller's, with the names and the default of this service.
 *
 * @throws AwsConfigurationError for options that cannot work, an API key among them
 */
export function takeFields(fields: object): TakenOptions {
  const { bedrockAgentRuntimeClient: camel, bedrock_agent_runtime_client: snake, ...given } = asRecord({ ...fields });
  const client = clientOf([
    ["client", given["client"]],
    ["bedrockAgentRuntimeClient", camel],
    ["bedrock_agent_runtime_client", snake],
  ]);
  const named = client === undefined ? given : { ...given, client };
  const { options, rest } = takeAwsFields(withTimeout(named), { service: "bedrock-agent-runtime" });
  return { options, rest: asRecord(rest) };
}

function clientOf(spellings: readonly (readonly [name: string, value: unknown])[]): unknown {
  const passed = spellings.filter(([, value]) => value !== undefined && value !== null);
  const [first] = passed;
  const other = passed.find(([, value]) => value !== first?.[1]);
  if (first !== undefined && other !== undefined) throw conflict(first[0], other[0]);
  return first?.[1];
}

function withTimeout(fields: PlainRecord): PlainRecord {
  const { timeout, client, config, clientConfig, client_config, clientOptions, client_options } = fields;
  const settings = config ?? clientConfig ?? client_config ?? clientOptions ?? client_options;
  // Their owner has decided how long they wait.
  const hasOwn = typeof settings === "object" && settings !== null && "requestHandler" in settings;
  const isSet = (timeout !== undefined && timeout !== null) || (client !== undefined && client !== null);
  return isSet || hasOwn ? fields : { ...fields, timeout: defaultTimeoutMs };
}

function asRecord(fields: object): PlainRecord {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- any object can be asked for any member
  return fields as PlainRecord;
}
