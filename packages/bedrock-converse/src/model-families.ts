import type { ParsedModelId } from "@langchain-aws/core";
import { parseModelId } from "@langchain-aws/core";

/** The members of Converse's `ToolChoice` union. */
export type ToolChoiceKind = "auto" | "any" | "tool";

/** The steps of `reasoningEffort`; which of them a model takes is in its family's row. */
export type ReasoningEffort = "low" | "medium" | "high" | "xhigh" | "max";

/** How `reasoningEffort` is said to a family, and which steps it knows. */
export interface EffortRules {
  /**
   * - `adaptive`: `thinking: {type: "adaptive"}` with `output_config: {effort}` (Claude)
   * - `reasoningConfig`: Nova 2
   * - `flat`: `reasoning_effort` (gpt-oss, gpt-5 and later, Kimi)
   */
  readonly via: "adaptive" | "reasoningConfig" | "flat";
  readonly levels: readonly ReasoningEffort[];
}

/** Where a family takes cache points. */
export interface CacheRules {
  /** Cache points between tools. */
  readonly inTools: boolean;
  /** A cache point at the end of a message that holds tool uses or tool results. */
  readonly onToolTurns: boolean;
  /** Whether `ttl` may be sent; without it every point lives five minutes. */
  readonly ttl: boolean;
  /** Whether automatic placement also marks the last message but one. */
  readonly secondMessagePoint: boolean;
}

/** What is true of a family of models on Converse. One row of the table below; shared code asks only this. */
export interface ModelFamily {
  readonly name: string;
  /** Tool choices the service accepts. Absent: nobody has written it down, so the caller's value is sent as it is. */
  readonly toolChoice?: readonly ToolChoiceKind[];
  /** The same while the model thinks. Absent: thinking changes nothing. */
  readonly toolChoiceWhileThinking?: readonly ToolChoiceKind[];
  /** Thinks although no option asks for it. */
  readonly thinksByDefault: boolean;
  /** ConverseStream accepts tools. Where it does not, a request with tools goes through Converse. */
  readonly streamsTools: boolean;
  /** `toolSpec.strict` is accepted. */
  readonly strictTools: boolean;
  /** A failed tool result may carry `status: "error"`. */
  readonly toolResultStatus: boolean;
  /** A turn may not hold tool blocks and other blocks together. */
  readonly separatesToolTurns: boolean;
  /** Mistral wants tool ids of nine alphanumerics. */
  readonly shortToolIds: boolean;
  /** Tool names with a hyphen make the call fail. */
  readonly plainToolNames: boolean;
  /** Tool schemas may hold `type`, `properties` and `required` only, with references inlined. */
  readonly plainToolSchemas: boolean;
  /** Whether earlier reasoning may be sent back: with its signature, without one, or not at all. */
  readonly reasoningReplay: "signed" | "unsigned" | "never";
  /** The model writes `<thinking>…</thinking>` into its text. */
  readonly inlineReasoning: boolean;
  /** `fixed`: temperature, topP and topK are refused. `exclusive`: temperature and topP exclude each other. */
  readonly sampling: "free" | "fixed" | "exclusive";
  /** `inferenceConfig.stopSequences` is accepted. */
  readonly stopSequences: boolean;
  /** Where `topK` goes inside `additionalModelRequestFields`. */
  readonly topKPath: readonly [string] | readonly [string, string];
  /** Absent: the service refuses cache points for this family. */
  readonly cache?: CacheRules;
  /** Absent: `reasoningEffort` means nothing here. */
  readonly effort?: EffortRules;
  /** The last message may be the beginning of the model's answer. */
  readonly prefill: boolean;
  /** CountTokens knows the family. */
  readonly countsTokens: boolean;
}

const usual = {
  thinksByDefault: false,
  streamsTools: true,
  strictTools: true,
  toolResultStatus: false,
  separatesToolTurns: false,
  shortToolIds: false,
  plainToolNames: false,
  plainToolSchemas: false,
  reasoningReplay: "signed",
  inlineReasoning: false,
  sampling: "free",
  stopSequences: true,
  topKPath: ["top_k"],
  prefill: false,
  countsTokens: false,
} as const satisfies Omit<ModelFamily, "name">;

const everyChoice = ["auto", "any", "tool"] as const;
const noChoice = [] as const;

const claude = {
  ...usual,
  toolResultStatus: true,
  prefill: true,
  countsTokens: true,
  cache: { inTools: true, onToolTurns: true, ttl: true, secondMessagePoint: true },
} as const satisfies Omit<ModelFamily, "name">;

// Thinking may not be combined with a forced tool use up to Claude 4.7.
const claude4 = { ...claude, toolChoice: everyChoice, toolChoiceWhileThinking: ["auto"] } as const;
const claude5 = {
  ...claude,
  toolChoice: everyChoice,
  strictTools: false,
  sampling: "fixed",
  thinksByDefault: true,
  prefill: false,
} as const satisfies Omit<ModelFamily, "name">;

const nova = {
  ...usual,
  toolChoice: everyChoice,
  strictTools: false,
  toolResultStatus: true,
  plainToolNames: true,
  plainToolSchemas: true,
  topKPath: ["inferenceConfig", "topK"],
  prefill: true,
  cache: { inTools: false, onToolTurns: false, ttl: false, secondMessagePoint: false },
} as const satisfies Omit<ModelFamily, "name">;

const llama = { ...usual, streamsTools: false, separatesToolTurns: true, strictTools: false } as const;
const mistral = { ...usual, separatesToolTurns: true, shortToolIds: true } as const;
const openai = {
  ...usual,
  reasoningReplay: "unsigned",
  stopSequences: false,
  effort: { via: "flat", levels: ["low", "medium", "high"] },
} as const satisfies Omit<ModelFamily, "name">;

interface FamilyRow {
  readonly matches: RegExp;
  readonly family: ModelFamily;
}

/**
 * Read from the top; the first row whose pattern fits the base model id holds. A row applies to a bare provider
 * (`anthropic.`) when it is the provider's last one.
 *
 * Sources: the Bedrock user guide's pages "Supported models and model features" and "Call a tool with Converse", and
 * what the service answers to the requests it refuses.
 */
const rows: readonly FamilyRow[] = [
  row(/^anthropic\.claude-(v2|instant)/, { ...claude, name: "claude-2", toolChoice: noChoice, streamsTools: false }),
  row(/^anthropic\.claude-3-(?!7)/, { ...claude, name: "claude-3", toolChoice: everyChoice }),
  row(/^anthropic\.claude-3-7/, { ...claude4, name: "claude-3-7" }),
  row(/^anthropic\.claude-[a-z]+-4-8(?!\d)/, {
    ...claude,
    name: "claude-4-8",
    toolChoice: everyChoice,
    sampling: "fixed",
    strictTools: false,
    prefill: false,
  }),
  row(/^anthropic\.claude-[a-z]+-4-7(?!\d)/, {
    ...claude4,
    name: "claude-4-7",
    sampling: "fixed",
    strictTools: false,
    prefill: false,
  }),
  // From the 4.6 line on, a conversation must not end with the assistant.
  row(/^anthropic\.claude-[a-z]+-4-6(?!\d)/, {
    ...claude4,
    name: "claude-4-6",
    sampling: "exclusive",
    prefill: false,
  }),
  row(/^anthropic\.claude-[a-z]+-4-[1-5](?!\d)/, { ...claude4, name: "claude-4-1", sampling: "exclusive" }),
  row(/^anthropic\.claude-[a-z]+-4(?!\d)/, { ...claude4, name: "claude-4" }),
  row(/^anthropic\.claude-(sonnet|opus)-5(?!\d)/, {
    ...claude5,
    name: "claude-5",
    effort: { via: "adaptive", levels: ["low", "medium", "high", "xhigh", "max"] },
  }),
  row(/^anthropic\.claude-[a-z]+-5(?!\d)/, { ...claude5, name: "claude-5-other" }),
  row(/^anthropic\./, { ...claude, name: "claude" }),

  row(/^amazon\.nova-2/, {
    ...nova,
    name: "nova-2",
    effort: { via: "reasoningConfig", levels: ["low", "medium", "high"] },
  }),
  row(/^amazon\.nova/, { ...nova, name: "nova", inlineReasoning: true }),
  row(/^amazon\.titan/, { ...usual, name: "titan", toolChoice: noChoice, streamsTools: false }),

  row(/^meta\.llama(3-1|3-3|4)/, { ...llama, name: "llama", toolChoice: ["auto"] }),
  row(/^meta\.llama3-2-(11b|90b)/, { ...llama, name: "llama-3-2", toolChoice: ["auto"] }),
  row(/^meta\.llama3/, { ...llama, name: "llama-3", toolChoice: noChoice }),
  row(/^meta\./, { ...llama, name: "llama-other" }),

  row(/^mistral\.(mistral-7b|mixtral)/, { ...mistral, name: "mistral-legacy", streamsTools: false }),
  row(/^mistral\.mistral-(large|small)-2402/, {
    ...mistral,
    name: "mistral-2402",
    toolChoice: ["auto", "any"],
    streamsTools: false,
  }),
  row(/^mistral\.mistral-large/, { ...mistral, name: "mistral-large", toolChoice: ["auto", "any"] }),
  row(/^mistral\./, { ...mistral, name: "mistral" }),

  row(/^cohere\.command-r/, { ...usual, name: "command-r", toolChoice: noChoice, topKPath: ["k"] }),
  row(/^cohere\./, { ...usual, name: "command", toolChoice: noChoice, streamsTools: false, topKPath: ["k"] }),
  row(/^ai21\.jamba-instruct/, { ...usual, name: "jamba-instruct", toolChoice: noChoice, streamsTools: false }),
  row(/^ai21\./, { ...usual, name: "ai21", toolChoice: noChoice }),
  row(/^writer\./, { ...usual, name: "writer", streamsTools: false }),

  row(/^deepseek\.r1/, {
    ...usual,
    name: "deepseek-r1",
    toolChoice: noChoice,
    streamsTools: false,
    reasoningReplay: "never",
  }),
  row(/^deepseek\.v3-v1/, { ...usual, name: "deepseek-v3-1", toolChoice: ["any"] }),
  row(/^deepseek\.v3/, { ...usual, name: "deepseek-v3", toolChoice: ["any", "tool"] }),
  row(/^deepseek\./, { ...usual, name: "deepseek" }),

  row(/^openai\.gpt-oss/, { ...openai, name: "gpt-oss" }),
  row(/^openai\.gpt-[5-9]/, { ...openai, name: "gpt-5", sampling: "fixed" }),
  row(/^openai\./, { ...openai, name: "openai" }),
  row(/^qwen\./, { ...usual, name: "qwen", reasoningReplay: "unsigned" }),
  row(/^minimax\./, { ...usual, name: "minimax", reasoningReplay: "unsigned" }),
  row(/^moonshot(ai)?\./, {
    ...usual,
    name: "kimi",
    reasoningReplay: "unsigned",
    effort: { via: "flat", levels: ["low", "high", "max"] },
  }),
];

/** What is assumed of a model nothing is known about: send what the caller says. */
export const unknownFamily: ModelFamily = { ...usual, name: "unknown" };

/** What names a model: the id on the wire, what the caller says about it, and what a look-up has found. */
export interface ModelNames {
  readonly model: string;
  readonly baseModelId?: string;
  readonly provider?: string;
}

/** A model as the rest of the package sees it. */
export interface ResolvedModel {
  /** Without geography prefix or ARN, when it can be known. */
  readonly baseModelId?: string;
  readonly provider?: string;
  readonly family: ModelFamily;
}

/**
 * Finds the family of a model. The base model id decides, then the provider alone; an opaque ARN with neither is
 * {@link unknownFamily}.
 */
export function resolveModel(names: ModelNames): ResolvedModel {
  const parsed: ParsedModelId = parseModelId(names.baseModelId ?? names.model);
  const baseModelId = parsed.baseModelId;
  const provider = names.provider ?? parsed.provider;
  return {
    ...(baseModelId !== undefined && { baseModelId }),
    ...(provider !== undefined && { provider }),
    family: familyOf(baseModelId, provider),
  };
}

function familyOf(baseModelId: string | undefined, provider: string | undefined): ModelFamily {
  const candidates = [baseModelId, provider === undefined ? undefined : `${provider}.`];
  for (const candidate of candidates) {
    const found = candidate === undefined ? undefined : rows.find(({ matches }) => matches.test(candidate));
    if (found !== undefined) return found.family;
  }
  return unknownFamily;
}

function row(matches: RegExp, family: ModelFamily): FamilyRow {
  return { matches, family };
}
