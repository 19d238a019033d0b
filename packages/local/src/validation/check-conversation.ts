import type { ResolvedModel } from "../catalogue/model-catalogue.ts";
import type { IssuedThoughts } from "../chat/issued-thoughts.ts";
import { ServiceError } from "../operation.ts";
import type { CheckedBody, RuleContext, ValidationMode } from "./rule.ts";
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
  const { operation, modelId, body, resolved, isDenied, inputTokens, thoughts } = conversation;
  const messages = body.messages ?? [];
  const context: RuleContext = {
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
  for (const rule of rules) {
    if (rule.mode !== undefined && rule.mode !== mode) continue;
    if (rule.operations !== undefined && !rule.operations.includes(operation)) continue;
    const message = rule.check(context);
    if (message === undefined) continue;
    const { type, status } = rule.error ?? { type: "ValidationException", status: 400 };
    throw new ServiceError(type, status, message);
  }
}
