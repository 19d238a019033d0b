import { GuardrailInterventionError } from "@langchain-aws/core";
import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { isBaseTracer } from "@langchain/core/tracers/base";
import type { Guardrail } from "../guardrail.ts";
import { asWire } from "../record.ts";
import type { GuardrailReport } from "./reply-parser.ts";

const reason = "GUARDRAIL_INTERVENED";

/** The name of the custom event that tells of an intervention. */
export const interventionEvent = "bedrock_guardrail_intervened";

/**
 * Tells who listens that a guardrail has intervened: `handleLLMError` of the handlers, as in Python, once and before the
 * run ends, and a custom event. Tracers get the event only: for them an error would end the run, which succeeds.
 *
 * @throws GuardrailInterventionError when the caller has asked for it
 */
export async function reportIntervention(
  report: GuardrailReport | undefined,
  guardrail: Guardrail | undefined,
  runManager: CallbackManagerForLLMRun | undefined,
): Promise<void> {
  if (report?.reason === undefined) return;
  const { trace } = report;
  if (guardrail?.trace !== undefined && guardrail.trace !== "DISABLED") await notify(trace, runManager);
  if (guardrail?.throwOnIntervention !== true) return;
  throw new GuardrailInterventionError(
    "A guardrail has intervened. Change the content, or handle the blocked text by leaving `throwOnIntervention` out.",
    { service: "bedrock-runtime", trace },
  );
}

async function notify(trace: unknown, runManager: CallbackManagerForLLMRun | undefined): Promise<void> {
  if (runManager === undefined) return;
  const { runId, handlers, parentRunId } = runManager;
  const tags = asWire<string[]>(Reflect.get(runManager, "tags"));
  const error = new Error(`Error raised by bedrock service: ${reason}`);
  const facts = { signal: true, reason, trace };
  for (const handler of handlers) {
    if (handler.ignoreLLM || isBaseTracer(handler)) continue;
    try {
      await handler.handleLLMError?.(error, runId, parentRunId, tags, facts);
    } catch (failure) {
      // As LangChain does it: a handler's failure is its own, unless it asks for more.
      if (handler.raiseError) throw failure;
    }
  }
  await runManager.handleCustomEvent(interventionEvent, { reason, trace });
}
