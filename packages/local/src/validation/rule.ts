import type { Model } from "../catalogue/model-profile.ts";
import type { ContentBlock, Message } from "../chat/content-blocks.ts";
import type { IssuedThoughts } from "../chat/issued-thoughts.ts";

/** Which rules hold: today's, or also the older and stricter ones. */
export type ValidationMode = "current" | "strict2024";

/** The parts of a chat request that rules look at. */
export interface CheckedBody {
  readonly messages?: readonly Message[];
  readonly system?: readonly object[];
  readonly inferenceConfig?: {
    maxTokens?: number;
    temperature?: number;
    topP?: number;
    stopSequences?: readonly string[];
  };
  readonly toolConfig?: {
    tools?: readonly object[];
    toolChoice?: { auto?: unknown; any?: unknown; tool?: unknown };
  };
  readonly additionalModelRequestFields?: unknown;
  readonly additionalModelResponseFieldPaths?: readonly string[];
  readonly serviceTier?: { type: string };
  readonly outputConfig?: { textFormat?: { structure?: { jsonSchema?: { schema?: string } } } };
}

/** What a rule decides by. */
export interface RuleContext {
  readonly mode: ValidationMode;
  readonly operation: string;
  readonly body: CheckedBody;
  readonly messages: readonly Message[];
  /** Neighbouring messages of one role, taken as one turn, as the service does today. */
  readonly turns: readonly Turn[];
  readonly model: Model;
  /** The model id as the caller wrote it. */
  readonly modelId: string;
  /** Whether the caller named the model itself and no profile. */
  readonly isBare: boolean;
  /** Whether the model is not in the catalogue, so that nothing is known of how it may be called. */
  readonly isUnchecked: boolean;
  /** Whether the account has access to the model. */
  readonly isDenied: boolean;
  /** Tokens of the prompt. */
  readonly inputTokens: number;
  /** The signed thoughts that the instance gave out; absent where no history is judged. */
  readonly thoughts?: IssuedThoughts;
}

/** One or more messages of one role in a row. */
export interface Turn {
  readonly role: string;
  /** The index of its first message in the request. */
  readonly index: number;
  readonly blocks: readonly LocatedBlock[];
}

/** A content block and where it stands. */
export interface LocatedBlock {
  readonly block: ContentBlock;
  /** `messages.0.content.1`; in a tool result, `messages.0.content.1.toolResult.content.0`. */
  readonly path: string;
}

/** Where a rule's text was seen. */
export type RuleSource = "model" | "recorded" | "issue" | "public notes";

/** One row of the rule table. */
export interface Rule {
  /** `V15`; rules of one number belong together. */
  readonly id: string;
  /** What is refused, in a few words. */
  readonly refuses: string;
  readonly source: RuleSource;
  /** When the row was last compared with its source: `2026-11`. */
  readonly asOf: string;
  /** The wording or the limit is not confirmed by a recording; tests of others should match the type alone. */
  readonly isApproximate?: boolean;
  /** Only in this mode; in both when absent. */
  readonly mode?: ValidationMode;
  /** Operations that the rule is for; all that carry a conversation when absent. */
  readonly operations?: readonly string[];
  /** @defaultValue `ValidationException`, 400 */
  readonly error?: { type: string; status: number };
  /** The message of the refusal, or `undefined` when the rule holds. */
  readonly check: (context: RuleContext) => string | undefined;
}

/** The operations that make a model answer. */
export const INVOCATIONS: readonly string[] = ["Converse", "ConverseStream"];

/** How Bedrock passes on what the model's own endpoint refused. */
export function modelErrors(message: string): string {
  return `${MODEL_ERRORS}${message}`;
}

/** What the model's own endpoint said; `undefined` for a refusal of Bedrock's. */
export function modelErrorOf(message: string): string | undefined {
  return message.startsWith(MODEL_ERRORS) ? message.slice(MODEL_ERRORS.length) : undefined;
}

const MODEL_ERRORS = "The model returned the following errors: ";
