import { authorizeAction } from "../../auth/authenticate.ts";
import type { Guardrail } from "../../guardrails/guardrail.ts";
import { type LocalState, ServiceError, type WireRequest } from "../../operation.ts";
import type { ConverseBody } from "./converse-body.ts";
import { BlockedAnswer, type GuardSettings } from "./guarded-answer.ts";
import { GuardrailTrace } from "./guardrail-trace.ts";
import { guardedTexts, withGuardedTexts } from "./guarded-texts.ts";

const STREAMS: readonly string[] = ["ConverseStream", "InvokeModelWithResponseStream"];

/** What a guardrail made of a request. */
export interface GuardedRequest {
  /** The request, with what is masked in it. */
  body: ConverseBody;
  /** How the answer is to be looked at; absent without a guardrail. */
  guard?: GuardSettings;
  /** The answer to a request that was blocked: no model is asked. */
  blocked?: BlockedAnswer;
}

/**
 * Lets the guardrail of a request look at it.
 *
 * @throws ServiceError `ValidationException` when there is no such guardrail, `AccessDeniedException` when the key may
 *   not apply it
 */
export function beginGuard(request: WireRequest, body: ConverseBody, state: LocalState): GuardedRequest {
  const guardrail = findGuardrail(request, body, state);
  if (guardrail === undefined) return { body };
  const { trace: level, streamProcessingMode } = body.guardrailConfig ?? {};
  const trace = new GuardrailTrace(guardrail, level);
  const texts = guardedTexts(body);
  const isAsync = STREAMS.includes(request.operation) && streamProcessingMode === "async";
  const guard: GuardSettings = { guardrail, trace, mode: isAsync ? "async" : "sync" };
  if (texts.length === 0) return { body, guard };
  const verdict = guardrail.assess({ source: "INPUT", texts, isFull: trace.isFull });
  trace.setInput(verdict);
  if (verdict.outcome === "blocked") return { body, guard, blocked: new BlockedAnswer(verdict.blockedMessage, trace) };
  return { body: withGuardedTexts(body, verdict.texts), guard };
}

function findGuardrail(
  request: WireRequest,
  { guardrailConfig = {} }: ConverseBody,
  { guardrails, options }: LocalState,
): Guardrail | undefined {
  const { guardrailIdentifier = "", guardrailVersion = "" } = guardrailConfig;
  if (guardrailIdentifier === "" && guardrailVersion === "") return undefined;
  if (guardrailIdentifier === "" || guardrailVersion === "") {
    throw new ServiceError(
      "ValidationException",
      400,
      "The guardrailIdentifier and guardrailVersion fields of guardrailConfig must be provided together.",
    );
  }
  const guardrail = guardrails.resolve(guardrailIdentifier, guardrailVersion);
  authorizeAction(options, request.auth, "bedrock:ApplyGuardrail", () => guardrail.arn);
  return guardrail;
}
