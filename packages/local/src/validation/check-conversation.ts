import type { ResolvedModel } from "../catalogue/model-catalogue.ts";
import type { IssuedThoughts } from "../chat/issued-thoughts.ts";
import { ServiceError } from "../operation.ts";
import { type CheckedBody, modelErrorOf, type Rule, type RuleContext, type ValidationMode } from "./rule.ts";
import { rules } from "./rules.ts";
import { toTurns } from "./turns.ts";

/** A conversation on its way to a model. */
export interface CheckedConversation {
  operation: string;
  modelId: string;
  body: CheckedBody;
  resolved: ResolvedModel;
  isDenied: boolean;
  inputTokens: number;
  thoughts?: IssuedThoughts;
}

/**
 * Refuses a conversation as the service would: by the first rule of the table that does not hold.
 *
 * @throws ServiceError of the rule, `ValidationException` for most
 */
export function checkConversation(conversation: CheckedConversation, mode: ValidationMode | "off"): void {
  if (mode === "off") return;
  const context = toContext(conversation, mode);
  for (const rule of rules) {
    if (rule.mode !== undefined && rule.mode !== mode) continue;
    if (rule.operations !== undefined && !rule.operations.includes(context.operation)) continue;
    const message = rule.check(context);
    if (message !== undefined) throw refusal(rule, message);
  }
}

/**
 * Refuses a conversation that a model gets in its own form, without Converse: by what the model itself refuses, in its
 * words, and by who may call it, how, and with how much.
 *
 * @throws ServiceError of the rule, `ValidationException` for most
 */
export function checkNativeConversation(conversation: CheckedConversation, mode: ValidationMode | "off"): void {
  if (mode === "off") return;
  const context = toContext({ ...conversation, body: withoutCachePoints(conversation.body) }, mode);
  // Rules name the operations of Converse; what is counted is not invoked.
  const counterpart = context.operation === "CountTokens" ? context.operation : "Converse";
  for (const rule of rules) {
    if (rule.mode !== undefined && rule.mode !== mode) continue;
    if (rule.operations !== undefined && !rule.operations.includes(counterpart)) continue;
    const message = rule.check(context);
    if (message === undefined) continue;
    const own = modelErrorOf(message);
    if (own !== undefined) throw refusal(rule, own);
    if (IN_ANY_FORM.has(rule.id)) throw refusal(rule, message);
  }
}

/** Access, on-demand throughput, the context window: these are Bedrock's for whatever form a request has. */
const IN_ANY_FORM: ReadonlySet<string> = new Set(["V9", "V10", "V36"]);

function toContext(conversation: CheckedConversation, mode: ValidationMode): RuleContext {
  const { operation, modelId, body, resolved, isDenied, inputTokens, thoughts } = conversation;
  const messages = body.messages ?? [];
  return {
    mode,
    operation,
    modelId,
    body,
    isDenied,
    inputTokens,
    ...(thoughts === undefined ? {} : { thoughts }),
    messages,
    ...resolved,
    turns: toTurns(messages),
  };
}

/** In their own form, blocks carry their cache points themselves: the places of the others are without them. */
function withoutCachePoints(body: CheckedBody): CheckedBody {
  return {
    ...body,
    messages: (body.messages ?? []).map(({ role, content }) => ({
      role,
      content: content.filter((block) => !("cachePoint" in block)),
    })),
  };
}

function refusal(rule: Rule, message: string): ServiceError {
  const { type, status } = rule.error ?? { type: "ValidationException", status: 400 };
  return new ServiceError(type, status, message);
}
