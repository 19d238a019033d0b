import type { ResolvedModel } from "../catalogue/model-catalogue.ts";
import { ServiceError } from "../operation.ts";
import type { RuleContext, ValidationMode } from "./rule.ts";
import { modelAccessRules } from "./rules/model-access.ts";

/** A model on the way to being called, in an operation that carries no conversation. */
export interface CalledModel {
  operation: string;
  modelId: string;
  resolved: ResolvedModel;
  isDenied: boolean;
}

/**
 * Refuses a model that the account may not use, or not under that id (V9, V10).
 *
 * @throws ServiceError `AccessDeniedException` or `ValidationException`
 */
export function checkModelAccess(called: CalledModel, mode: ValidationMode | "off"): void {
  if (mode === "off") return;
  const { operation, modelId, resolved, isDenied } = called;
  const none = { body: {}, messages: [], turns: [], inputTokens: 0 };
  const context: RuleContext = { ...none, mode, operation, modelId, isDenied, ...resolved };
  for (const rule of modelAccessRules) {
    const message = rule.check(context);
    if (message === undefined) continue;
    const { type, status } = rule.error ?? { type: "ValidationException", status: 400 };
    throw new ServiceError(type, status, message);
  }
}
