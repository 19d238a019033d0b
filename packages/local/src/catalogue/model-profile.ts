/** What a model is for: `chat` models answer Converse. */
export type ModelKind = "chat" | "embedding" | "rerank" | "image" | "video" | "speech";

/** A modality, in the words of `ListFoundationModels`. */
export type Modality = "TEXT" | "IMAGE" | "VIDEO" | "SPEECH" | "EMBEDDING";

/** How a tool may be asked for. */
export type ToolChoiceKind = "auto" | "any" | "tool";

/** Content blocks that a model may refuse. */
export type MediaKind = "image" | "document" | "video" | "audio";

/** Prompt caching of a model. */
export interface ModelCaching {
  /** Prefixes shorter than this are not cached. */
  minimumTokens: number;
  ttls: readonly ("5m" | "1h")[];
  /** Where a cache point may stand. */
  places: readonly ("tools" | "system" | "messages")[];
  /**
   * Whether a whole answer counts cached tokens even where the request has no cache point. A stream never does.
   *
   * @defaultValue false
   */
  alwaysCounted?: boolean;
  /** Whether an answer says by time to live what was written. @defaultValue false */
  countedByTtl?: boolean;
}

/** Everything that is true of one model and that the endpoint decides by. */
export interface Model {
  /** The id without a profile's prefix: `anthropic.claude-sonnet-4-5-20250929-v1:0`. */
  readonly id: string;
  readonly name: string;
  /** The provider's name as `ListFoundationModels` gives it: `Anthropic`. */
  readonly provider: string;
  /** Models of one family share a wire format and their rules: `claude`, `nova`, `llama`. */
  readonly family: string;
  readonly kind: ModelKind;
  readonly inputModalities: readonly Modality[];
  readonly outputModalities: readonly Modality[];
  readonly streaming: boolean;
  readonly contextTokens: number;
  readonly maxOutputTokens: number;
  /** `ON_DEMAND`: callable by its bare id. `INFERENCE_PROFILE` alone: only through a profile. */
  readonly inferenceTypes: readonly ("ON_DEMAND" | "INFERENCE_PROFILE")[];
  /** Prefixes of its system-defined profiles, without the dot: `us`, `eu`, `global`. */
  readonly profilePrefixes: readonly string[];
  readonly tools: boolean;
  /** Whether ConverseStream takes tools. */
  readonly toolsInStreams: boolean;
  readonly toolChoices: readonly ToolChoiceKind[];
  /** Whether the answer says of a call that it is a `tool_use`, and not one of the service's own tools. */
  readonly statesCallType?: boolean;
  /** Settings of `inferenceConfig` that the model does not take. */
  readonly refusedSettings?: readonly ("temperature" | "topP" | "stopSequences")[];
  /** `fixed`: temperature and topP are refused by the model itself. `exclusive`: they exclude each other. */
  readonly sampling?: "fixed" | "exclusive";
  /** Whether thinking may have a budget of tokens; only `false` is refused. */
  readonly thinkingBudget?: boolean;
  /** Whether a tool may be strict; only `false` is refused. */
  readonly strictTools?: boolean;
  readonly system: boolean;
  readonly media: readonly MediaKind[];
  /** Whether media may be given by S3 URI. */
  readonly s3Media: boolean;
  /** Media that a tool result may hold. */
  readonly toolResultMedia: readonly MediaKind[];
  /** Whether a tool result may share its turn with other blocks. */
  readonly mixedToolResults: boolean;
  /** Whether the conversation may begin with the assistant. */
  readonly leadingAssistant: boolean;
  /** Whether the conversation may end with the assistant ("prefill"). */
  readonly trailingAssistant: boolean;
  /** Whether text of nothing but white space is taken. */
  readonly whitespaceText: boolean;
  readonly caching?: ModelCaching;
  /** `budget`: Claude's `thinking`; `effort`: a level; `always`: without being asked. */
  readonly reasoning?: "budget" | "adaptive" | "effort" | "always";
  /**
   * What a conversation may bring back of the model's thoughts: `signed` ones only, unsigned ones only, or none at all.
   * Absent: whatever it says.
   */
  readonly reasoningReplay?: "signed" | "unsigned" | "none";
  /** Tools of the service's own that the model can use: `nova_grounding`. */
  readonly systemTools?: readonly string[];
  /** Whether messages of the role `system` may stand inside a conversation, tool additions and removals with them. */
  readonly lateSystemMessages?: boolean;
  /** Whether `outputConfig.textFormat` is taken; only `false` is refused. */
  readonly jsonSchemaOutput?: boolean;
  readonly countsTokens: boolean;
  /** Dimensions of the vectors, the default first. */
  readonly dimensions?: readonly number[];
}

/** A model of your own: its id, and what differs from the family that the id names. */
export type ModelProfile = Pick<Model, "id"> & Partial<Omit<Model, "id">>;
