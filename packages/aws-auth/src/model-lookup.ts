import {
  AwsConfigurationError,
  AwsLangChainError,
  BedrockAccessDeniedError,
  ModelProviderError,
  parseModelId,
  type ModelIdKind,
  type ParsedModelId,
  untilAborted,
} from "@langchain-aws/core";
import { isRecord } from "./check-options.ts";
import type { AwsCommand } from "./client.ts";
import type { ControlPlane, ControlPlaneModule } from "./control-plane.ts";
import { sendCommand } from "./send.ts";

/** The foundation model behind an identifier that does not name it. */
export interface BaseModel {
  /** With its provider: `meta.llama3-8b-instruct-v1:0`. */
  readonly baseModelId?: string;
  readonly provider?: string;
}

/** How a lookup is made. */
export interface LookUpOptions {
  /** The caller was told the provider or the base model, and can go on without an answer. */
  optional?: boolean;
  signal?: AbortSignal;
  /** Milliseconds since 1970. */
  clock?: () => number;
}

/** How long an answer is kept, and how long a refusal. */
const successMs = 24 * 60 * 60 * 1000;
const failureMs = 60 * 1000;

/** More answers than this are not kept. */
const maxAnswers = 256;

interface Lookup {
  readonly action: string;
  command(bedrock: ControlPlaneModule, arn: string): AwsCommand<object>;
  modelArns(output: Readonly<Record<string, unknown>>): readonly unknown[];
}

/** The kinds of identifiers that name no model, and who knows it ("Amazon Bedrock API reference", control plane). */
const lookups: Partial<Record<ModelIdKind, Lookup>> = {
  "application-inference-profile": {
    action: "GetInferenceProfile",
    command: (bedrock, arn) => new bedrock.GetInferenceProfileCommand({ inferenceProfileIdentifier: arn }),
    modelArns: ({ models }) =>
      Array.isArray(models) ? models.map((model: unknown) => isRecord(model) && model["modelArn"]) : [],
  },
  provisioned: {
    action: "GetProvisionedModelThroughput",
    command: (bedrock, arn) => new bedrock.GetProvisionedModelThroughputCommand({ provisionedModelId: arn }),
    modelArns: ({ foundationModelArn }) => [foundationModelArn],
  },
  "custom-deployment": {
    action: "GetCustomModelDeployment",
    command: (bedrock, arn) => new bedrock.GetCustomModelDeploymentCommand({ customModelDeploymentIdentifier: arn }),
    modelArns: ({ modelArn }) => [modelArn],
  },
};

/**
 * The base model behind an application inference profile, a provisioned throughput or a custom model deployment, asked
 * of the control plane; of any other identifier, what its text says.
 *
 * One request for each ARN, region and identity in this process. Answers are kept for 24 hours, failures for a minute.
 *
 * @throws BedrockAccessDeniedError naming the missing IAM action, unless the lookup is optional
 * @throws ModelProviderError when a profile holds models of several providers
 */
export async function lookUpBaseModel(
  parsed: ParsedModelId,
  controlPlane: ControlPlane,
  options: LookUpOptions = {},
): Promise<BaseModel> {
  const lookup = lookups[parsed.kind];
  if (lookup === undefined) return toBaseModel(parsed);
  const find = async (): Promise<BaseModel> => {
    const key = JSON.stringify([parsed.raw, await controlPlane.region(), await controlPlane.identity()]);
    return remembered(key, options.clock ?? Date.now, () => ask(parsed, lookup, controlPlane));
  };
  try {
    return await untilAborted(find(), options.signal);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (options.optional === true && isRefusal(error)) return {};
    throw error;
  }
}

/** Forgets all answers, for tests. */
export const forgetBaseModels = (): void => answers.clear();

interface Answer {
  readonly value: Promise<BaseModel>;
  expires: number;
}

const answers = new Map<string, Answer>();

function remembered(key: string, clock: () => number, look: () => Promise<BaseModel>): Promise<BaseModel> {
  const known = answers.get(key);
  if (known !== undefined && clock() < known.expires) return known.value;
  const answer: Answer = { value: look(), expires: Number.POSITIVE_INFINITY };
  answers.delete(key);
  answers.set(key, answer);
  for (const oldest of answers.keys()) {
    if (answers.size <= maxAnswers) break;
    answers.delete(oldest);
  }
  answer.value.then(
    () => (answer.expires = clock() + successMs),
    () => (answer.expires = clock() + failureMs),
  );
  return answer.value;
}

// Shared by all who wait for it, so a caller's signal ends the caller's wait and not this.
async function ask(parsed: ParsedModelId, lookup: Lookup, controlPlane: ControlPlane): Promise<BaseModel> {
  const bedrock = await controlPlane.load();
  const output = await sendCommand(await controlPlane.get(), lookup.command(bedrock, parsed.raw), {
    context: { service: "bedrock", operation: lookup.action, model: parsed.raw, region: await controlPlane.region() },
  }).catch((error: unknown) => {
    throw explain(error, lookup);
  });
  const models = lookup
    .modelArns(isRecord(output) ? output : {})
    .filter((arn) => typeof arn === "string")
    .map((arn) => toBaseModel(parseModelId(arn)));
  const [first = {}] = models;
  if (models.some(({ provider }) => provider !== first.provider)) {
    throw new ModelProviderError(
      "The inference profile holds models of several providers, so the format of its requests is not known. Pass " +
        "`provider` or `baseModelId`.",
    );
  }
  return first;
}

const toBaseModel = ({ baseModelId, provider }: ParsedModelId): BaseModel => ({
  ...(baseModelId === undefined ? {} : { baseModelId }),
  ...(provider === undefined ? {} : { provider }),
});

function explain(error: unknown, { action }: Lookup): unknown {
  if (!BedrockAccessDeniedError.isInstance(error)) return error;
  return new BedrockAccessDeniedError(
    `The model behind this identifier could not be read: the IAM action bedrock:${action} is denied. Allow it, or pass ` +
      "`provider` or `baseModelId`.",
    {
      service: "bedrock",
      operation: action,
      awsCode: error.awsCode,
      httpStatusCode: error.httpStatusCode,
      requestId: error.requestId,
      cause: error,
    },
  );
}

const isRefusal = (error: unknown): boolean =>
  BedrockAccessDeniedError.isInstance(error) ||
  (AwsConfigurationError.isInstance(error) && error.code === "CONFIG_MISSING_PACKAGE") ||
  (AwsLangChainError.isInstance(error) && error.httpStatusCode === 401);
