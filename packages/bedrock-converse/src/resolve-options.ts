import type { Message as WireMessage } from "@aws-sdk/client-bedrock-runtime";
import {
  AwsConfigurationError,
  decodeArn,
  omitUndefined,
  parseModelId,
  readEnvironment,
  warnOnce,
} from "@langchain-aws/core";
import { profileOf } from "@langchain-aws/core/model-profiles";
import type { ModelProfile } from "@langchain/core/language_models/profile";
import type { ResolvedModel, ToolChoiceKind } from "./model-families.ts";
import { resolveModel } from "./model-families.ts";
import type { ChatBedrockConverseInput, ConverseModelOptions, ConverseModelProfile } from "./options.ts";
import type { LateSystemMode } from "./request/late-system.ts";
import { type GivenValues, overrideValues, type RequestValues } from "./request-values.ts";
import { toCanonicalNames } from "./spellings.ts";

/** The model that answers when none is named, as in `@langchain/aws`. */
export const defaultModel = "anthropic.claude-haiku-4-5-20251001-v1:0";

/** What decides which model is asked, and by which rules. */
interface Identity {
  readonly model: string;
  /** The `modelId` on the wire. */
  readonly modelId: string;
  /** The name under which replies and traces speak of the model. */
  readonly modelName: string;
  /** Set when the request goes to an application inference profile. */
  readonly inferenceProfileId?: string;
  readonly resolved: ResolvedModel;
  /** What the model can do, as far as that is known. */
  readonly profile: ModelProfile & ConverseModelProfile;
}

/** What the constructor settles once. */
export interface ConverseSettings extends RequestValues, Identity {
  readonly baseModelId?: string;
  readonly provider?: string;
  readonly applicationInferenceProfile?: string;
  /** What the caller says about the model of the constructor, which wins over the table. */
  readonly givenProfile: ModelProfile & ConverseModelProfile;
  readonly supportsToolChoiceValues?: readonly ToolChoiceKind[];
  readonly system: NonNullable<ConverseModelOptions["system"]>;
  readonly rawBlocks?: readonly WireMessage[];
  readonly guardLastTurnOnly: boolean;
  readonly includeToolResultStatus: "auto" | boolean;
  readonly reasoningReplay: "signed" | "all" | "none";
  readonly emptyContentPlaceholder: string;
  /** Absent: as the model's profile says. */
  readonly midConversationSystem?: LateSystemMode;
  readonly streaming: boolean;
  readonly disableStreaming?: boolean | "tool_calling";
  readonly streamContent: "auto" | "blocks";
  readonly stripInlineReasoning: boolean;
}

/** Everything one request needs: the constructor's settings with the call's over them. */
export type ResolvedOptions = ConverseSettings;

/** What a look-up has found about an ARN that does not say its model. */
export interface FoundModel {
  readonly baseModelId?: string;
  readonly provider?: string;
}

/** Fields in their canonical names. The static types promise the values; names from elsewhere are ignored. */
type CanonicalFields = Omit<ChatBedrockConverseInput, "profile">;

/**
 * Reads the constructor's fields, in any spelling.
 *
 * @throws AwsConfigurationError for contradictory spellings and for values that can never work.
 */
export function resolveSettings(given: object): ConverseSettings {
  const fields: CanonicalFields = toCanonicalNames({ ...given });
  const { baseModelId, provider, applicationInferenceProfile } = fields;
  const named = omitUndefined({ baseModelId, provider, applicationInferenceProfile });
  const givenProfile = fields.modelProfile ?? {};
  const settings = omitUndefined<ConverseSettings>({
    ...identityOf(fields.model ?? fallBackToDefaultModel(), named, givenProfile),
    ...named,
    streamUsage: true,
    streamIdleTimeout: 300_000,
    outputVersion: readEnvironment("LC_OUTPUT_VERSION") === "v1" ? "v1" : "v0",
    givenProfile,
    supportsToolChoiceValues: fields.supportsToolChoiceValues,
    system: fields.system ?? [],
    rawBlocks: fields.rawBlocks,
    guardLastTurnOnly: fields.guardLastTurnOnly ?? false,
    includeToolResultStatus: fields.includeToolResultStatus ?? "auto",
    reasoningReplay: fields.reasoningReplay ?? "signed",
    emptyContentPlaceholder: placeholder(fields.emptyContentPlaceholder),
    midConversationSystem: fields.midConversationSystem,
    streaming: fields.streaming ?? false,
    disableStreaming: fields.disableStreaming,
    streamContent: fields.streamContent ?? "auto",
    stripInlineReasoning: fields.stripInlineReasoning ?? true,
  });
  const { tags: _tags, metadata: _metadata, callbacks: _callbacks, ...values } = fields;
  return overrideValues(settings, values);
}

/**
 * The only merge: a call's options over the constructor's. `undefined` never overrides.
 *
 * @param found - what a look-up of an opaque ARN has brought; the caller's own words win over it
 */
export function resolveOptions(
  settings: ConverseSettings,
  call: GivenValues = {},
  found?: FoundModel,
): ResolvedOptions {
  const options = overrideValues(settings, call);
  const model = call.model ?? settings.model;
  const isOther = model !== settings.model;
  if (!isOther && found === undefined) return options;
  // What the constructor says about its own model says nothing about another.
  const named = isOther ? { ...found } : { ...found, ...namesOf(settings) };
  const given = isOther ? {} : settings.givenProfile;
  return { ...options, inferenceProfileId: undefined, ...identityOf(model, named, given) };
}

interface Names extends FoundModel {
  readonly applicationInferenceProfile?: string;
}

function namesOf({ baseModelId, provider, applicationInferenceProfile }: ConverseSettings): Names {
  return omitUndefined({ baseModelId, provider, applicationInferenceProfile });
}

function identityOf(
  model: string,
  { applicationInferenceProfile, ...names }: Names,
  given: ModelProfile & ConverseModelProfile,
): Identity {
  // The SDK encodes ids in paths itself; an ARN copied out of a URL is encoded already.
  const modelId = decodeArn((applicationInferenceProfile ?? model).trim());
  if (modelId === "") {
    throw new AwsConfigurationError("The model id is empty. Pass a model id, an inference profile id or an ARN.", {
      code: "CONFIG_INVALID_MODEL",
    });
  }
  const resolved = resolveModel({ model, ...names });
  const isProfile = parseModelId(modelId).kind === "application-inference-profile";
  return {
    model,
    modelId,
    modelName: resolved.baseModelId ?? model,
    ...(isProfile && { inferenceProfileId: modelId }),
    resolved,
    profile: { ...profileOf(resolved.baseModelId, modelId), ...given },
  };
}

function fallBackToDefaultModel(): string {
  warnOnce(
    "bedrock-converse:default-model",
    `ChatBedrockConverse was made without a model and uses ${defaultModel}. Pass \`model\` to choose one.`,
  );
  return defaultModel;
}

function placeholder(text: string | undefined): string {
  if (text === undefined) return ".";
  if (text.trim() !== "") return text;
  throw new AwsConfigurationError(
    "`emptyContentPlaceholder` must contain a character that is not white space: it stands where the service refuses blank text.",
    { code: "CONFIG_INVALID_PLACEHOLDER" },
  );
}
