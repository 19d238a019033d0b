import type { Message } from "../../chat/content-blocks.ts";
import type { Prompt } from "../../chat/prompt-tokens.ts";
import type { GuardrailSource } from "../../guardrails/guardrail-options.ts";
import { type CheckedShape, checkShape, constraintError } from "../../validation/check-shape.ts";
import type { ValidationMode } from "../../validation/rule.ts";

/** A tool as Converse declares it, a tool of the service's own, or a cache point between them. */
export type ToolItem =
  | { toolSpec: { name: string; description?: string; inputSchema: { json?: unknown }; strict?: boolean } }
  | { systemTool: { name: string } }
  | { cachePoint: { type: string; ttl?: string } };

/** How a tool is to be chosen. Converse has no `none`; the models' own bodies have. */
export interface ToolChoice {
  auto?: unknown;
  any?: unknown;
  none?: unknown;
  tool?: { name: string };
}

/** A block of the system text. */
export type SystemBlock = { text: string } | { guardContent: unknown } | { cachePoint: { type: string; ttl?: string } };

/** The guardrail of a request; two empty texts are none. */
export interface GuardrailConfig {
  guardrailIdentifier?: string;
  guardrailVersion?: string;
  trace?: string;
  streamProcessingMode?: string;
}

/** The body of Converse and ConverseStream, after its shape was checked. */
export interface ConverseBody {
  messages?: readonly Message[];
  system?: readonly SystemBlock[];
  inferenceConfig?: { maxTokens?: number; temperature?: number; topP?: number; stopSequences?: readonly string[] };
  toolConfig?: { tools?: readonly ToolItem[]; toolChoice?: ToolChoice };
  /** `false`: one tool at a time. No member of Converse; the models' own bodies have it. */
  parallelToolCalls?: boolean;
  additionalModelRequestFields?: unknown;
  additionalModelResponseFieldPaths?: readonly string[];
  guardrailConfig?: GuardrailConfig;
  promptVariables?: Readonly<Record<string, { text: string }>>;
  performanceConfig?: { latency?: string };
  serviceTier?: { type: string };
  outputConfig?: { textFormat?: { structure?: { jsonSchema?: { schema?: string; name?: string } } }; effort?: string };
}

/** The body of ApplyGuardrail, after its shape was checked. */
export interface ApplyGuardrailBody {
  source: GuardrailSource;
  content: readonly (
    | { text: { text: string; qualifiers?: readonly string[] } }
    | { image: { format: string; source: unknown } }
  )[];
  outputScope?: string;
}

/** The members of a Converse request that CountTokens takes. */
export type ConversePromptBody = Pick<
  ConverseBody,
  "messages" | "system" | "toolConfig" | "additionalModelRequestFields"
>;

/** The body of CountTokens, after its shape was checked. */
export interface CountTokensBody {
  input: { converse: ConversePromptBody } | { invokeModel: { body: string } };
}

interface CheckedBodies {
  ApplyGuardrailRequest: ApplyGuardrailBody;
  ConverseRequest: ConverseBody;
  CountTokensRequest: CountTokensBody;
}

/**
 * The body of a Converse request, its members of the types that they must have.
 *
 * @throws ServiceError `SerializationException` or `ValidationException`, as the service does
 */
export function parseConverseBody(body: unknown, mode: ValidationMode | "off"): ConverseBody {
  return readChecked(body ?? {}, "ConverseRequest", mode);
}

/** The body of CountTokens; it throws as `parseConverseBody` does. */
export function parseCountTokensBody(body: unknown, mode: ValidationMode | "off"): CountTokensBody {
  return readChecked(body ?? {}, "CountTokensRequest", mode);
}

/** The body of ApplyGuardrail; it throws as `parseConverseBody` does. */
export function parseApplyGuardrailBody(body: unknown, mode: ValidationMode | "off"): ApplyGuardrailBody {
  return readChecked(body ?? {}, "ApplyGuardrailRequest", mode);
}

/** What the model reads of a request. */
export function toPrompt({ messages, system, toolConfig }: ConversePromptBody): Prompt {
  return { tools: toolConfig?.tools ?? [], system: system ?? [], messages: messages ?? [] };
}

function readChecked<Name extends keyof CheckedBodies>(
  body: unknown,
  shape: Name,
  mode: ValidationMode | "off",
): CheckedBodies[Name] {
  const checked = checkShape(body, shape, mode);
  if (checked.violations.length > 0) throw constraintError(checked.violations);
  if (!hasPassed(checked, shape)) throw new TypeError(`${shape} is not an object.`);
  return checked.value;
}

/** `checkShape` throws for values of other types than the shape's, so what passed it is of the type. */
function hasPassed<Name extends keyof CheckedBodies>(
  checked: CheckedShape,
  _shape: Name,
): checked is { value: CheckedBodies[Name]; violations: [] } {
  return typeof checked.value === "object" && checked.value !== null;
}
