import { AwsConfigurationError, ModelProviderError, parseModelId, type ParsedModelId } from "@langchain-aws/core";
import type { BodyFormat } from "./formats/body-format.ts";
import { formats } from "./formats/index.ts";
import { familyFor, findFamily, isKnownProvider, type ModelFamily } from "./model-families.ts";
import type { BodyFormatName } from "./options.ts";

/** What the caller says about a model. */
export interface ModelHints {
  readonly model: string;
  readonly baseModelId?: string;
  readonly provider?: string;
  readonly bodyFormat?: BodyFormatName;
}

/** What a look-up has found about an ARN that does not say its model. */
export interface FoundModel {
  readonly baseModelId?: string;
  readonly provider?: string;
}

/** A model whose format is known. */
export interface ResolvedModel {
  /** As it was given; the path of the request. */
  readonly modelId: string;
  /** With its provider, and without geography. */
  readonly baseModelId?: string;
  readonly provider?: string;
  readonly family: ModelFamily;
  readonly format: BodyFormat;
}

/** What a model is used for: some have another format for bare prompts. */
export type Usage = "chat" | "llm";

/** Identifiers whose model only the control plane knows. */
const opaque: ReadonlySet<string> = new Set(["application-inference-profile", "provisioned", "custom-deployment"]);

const converseHint = "or use ChatBedrockConverse of @langchain-aws/bedrock-converse, which needs no format";

/**
 * The format of a model.
 *
 * @returns nothing when only a look-up can tell
 * @throws ModelProviderError when nothing can tell, naming the options that do
 * @throws AwsConfigurationError for a managed prompt, which InvokeModel does not take, and for `BedrockLLM` with a model
 * that only chats
 */
export function resolveModel(hints: ModelHints, usage: Usage, found?: FoundModel): ResolvedModel | undefined {
  const parsed = parseModelId(hints.model);
  if (parsed.kind === "prompt") throw managedPrompt();
  if (found === undefined && isOpaque(hints)) return undefined;
  const base = parseModelId(hints.baseModelId ?? parsed.baseModelId ?? found?.baseModelId ?? hints.model);
  const provider = hints.provider ?? base.provider ?? parsed.provider ?? found?.provider;
  const family = findFamily(provider, base);
  const name = hints.bodyFormat ?? nameFor(family, usage, hints.model);
  if (name === undefined) throw unknownFormat(parsed, provider);
  return {
    modelId: hints.model,
    ...(base.baseModelId !== undefined && { baseModelId: base.baseModelId }),
    ...(provider !== undefined && { provider }),
    family: familyFor(name, family),
    format: formatOf(name),
  };
}

/** Whether a look-up would tell more about the model than its id and the caller do. */
export function isOpaque({ model, baseModelId, bodyFormat }: ModelHints): boolean {
  return baseModelId === undefined && bodyFormat === undefined && opaque.has(parseModelId(model).kind);
}

function nameFor(family: ModelFamily | undefined, usage: Usage, model: string): BodyFormatName | undefined {
  if (family === undefined || usage === "chat") return family?.chat;
  if (family.chatOnly === true) {
    throw new AwsConfigurationError(
      `BedrockLLM cannot use ${model}: Claude 3 and later take messages only. Use ChatBedrock.`,
      { code: "CONFIG_CHAT_ONLY_MODEL" },
    );
  }
  return family.llm ?? family.chat;
}

function formatOf(name: BodyFormatName): BodyFormat {
  if (Object.hasOwn(formats, name)) return formats[name];
  throw new ModelProviderError(`There is no body format "${name}". There are: ${Object.keys(formats).join(", ")}.`, {
    code: "CONFIG_UNKNOWN_BODY_FORMAT",
  });
}

function managedPrompt(): AwsConfigurationError {
  return new AwsConfigurationError(
    "A prompt of Prompt management cannot be invoked with InvokeModel. Use ChatBedrockConverse with `promptVariables`.",
    { code: "CONFIG_MANAGED_PROMPT" },
  );
}

function unknownFormat({ kind, raw }: ParsedModelId, provider: string | undefined): ModelProviderError {
  const list = Object.keys(formats).join(", ");
  if (provider !== undefined && !isKnownProvider(provider)) {
    return new ModelProviderError(
      `No body format is known for the provider "${provider}". Set \`bodyFormat\` to one of ${list}, ${converseHint}.`,
    );
  }
  const what =
    provider === undefined
      ? `The identifier ${raw} (${kind.replaceAll("-", " ")}) does not say which model is behind it, and formats differ.`
      : `Models of "${provider}" have different body formats, and ${raw} does not say which model it is.`;
  return new ModelProviderError(
    `${what} Set \`provider\`, \`baseModelId\`, or \`bodyFormat\` to one of ${list}, ${converseHint}.`,
  );
}
