import { randomUUID } from "node:crypto";
import type { AgentActionGroup } from "../../../agents/agent-options.ts";
import {
  type LocalState,
  type Operation,
  ServiceError,
  type WireAnswer,
  type WireRequest,
} from "../../../operation.ts";
import { resolveGenerationModel } from "../generate/generation-model.ts";
import { parseBody } from "../parse-body.ts";
import { agentAnswer } from "./agent-answer.ts";
import type { InlineActionGroup, InvokeInlineAgentBody } from "./agent-body.ts";
import { AgentTrace } from "./agent-trace.ts";

/**
 * InvokeInlineAgent: an agent that comes with its request. Source: "InvokeInlineAgent", Agents for Amazon Bedrock Runtime
 * API Reference.
 */
export const invokeInlineAgent: Operation = {
  name: "InvokeInlineAgent",
  service: "bedrock-agent-runtime",
  method: "POST",
  path: "/agents/{sessionId}",
  async handle(request, state) {
    const { sessionId } = request.params;
    const sent = { ...(typeof request.body === "object" ? request.body : {}), sessionId };
    return answer(parseBody(sent, "InvokeInlineAgentRequest", state.options.validation), request, state);
  },
};

function answer(body: InvokeInlineAgentBody, request: WireRequest, state: LocalState): WireAnswer {
  const { sessionId, foundationModel, instruction, guardrailConfiguration: guardrail } = body;
  return agentAnswer({
    key: `inline/${sessionId}`,
    headers: {},
    model: resolveGenerationModel(foundationModel, request, state),
    instruction,
    groups: (body.actionGroups ?? []).flatMap(toGroup),
    knowledgeBases: (body.knowledgeBases ?? []).map(({ knowledgeBaseId }) => knowledgeBaseId),
    guardrail: guardrail && state.guardrails.resolve(guardrail.guardrailIdentifier, guardrail.guardrailVersion),
    body,
    said: body.inlineSessionState ?? {},
    trace: new AgentTrace({
      isEnabled: body.enableTrace === true,
      shared: { sessionId },
      id: randomUUID(),
      clock: () => state.clock(),
    }),
    request,
    state,
  });
}

/** A group of the service's own, like the one that asks the user, has no functions; one of another kind is not run here. */
function toGroup(group: InlineActionGroup): AgentActionGroup[] {
  const { actionGroupName: name, description, actionGroupExecutor: executor, functionSchema } = group;
  if (group.parentActionGroupSignature === "AMAZON.UserInput") return [];
  if (group.parentActionGroupSignature !== undefined) throw notEmulated(group.parentActionGroupSignature);
  if (group.apiSchema !== undefined) throw notEmulated("apiSchema; functionSchema is");
  if (executor?.lambda !== undefined) throw notEmulated("a Lambda executor; customControl RETURN_CONTROL is");
  const shared = description === undefined ? { name } : { name, description };
  return [{ ...shared, functions: functionSchema?.functions ?? [] }];
}

function notEmulated(what: string): ServiceError {
  return new ServiceError(
    "UnknownOperationException",
    404,
    `The local endpoint does not emulate in an inline agent's action groups: ${what}.`,
  );
}
