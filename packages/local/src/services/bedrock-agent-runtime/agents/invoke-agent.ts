import { randomUUID } from "node:crypto";
import type { LocalState, Operation, WireAnswer, WireRequest } from "../../../operation.ts";
import { resolveGenerationModel } from "../generate/generation-model.ts";
import { parseBody } from "../parse-body.ts";
import type { InvokeAgentBody } from "./agent-body.ts";
import { AgentTrace } from "./agent-trace.ts";
import { agentAnswer } from "./agent-answer.ts";

/**
 * InvokeAgent: an agent of the account. Its model is whoever answers for the chat models.
 *
 * Source: "InvokeAgent", Agents for Amazon Bedrock Runtime API Reference.
 */
export const invokeAgent: Operation = {
  name: "InvokeAgent",
  service: "bedrock-agent-runtime",
  method: "POST",
  path: "/agents/{agentId}/agentAliases/{agentAliasId}/sessions/{sessionId}/text",
  resource: ({ params: { agentId = "*", agentAliasId = "*" } }, { options }) =>
    `arn:aws:bedrock:${options.region}:${options.accountId}:agent-alias/${agentId}/${agentAliasId}`,
  async handle(request, state) {
    const { agentId, agentAliasId, sessionId } = request.params;
    const sent = { ...(typeof request.body === "object" ? request.body : {}), agentId, agentAliasId, sessionId };
    return answer(parseBody(sent, "InvokeAgentRequest", state.options.validation), request, state);
  },
};

function answer(body: InvokeAgentBody, request: WireRequest, state: LocalState): WireAnswer {
  const { agentId, agentAliasId, sessionId, memoryId } = body;
  const agent = state.agents.resolve(agentId, agentAliasId);
  const { guardrail } = agent;
  return agentAnswer({
    key: `${agentId}/${agentAliasId}/${sessionId}`,
    headers: memoryId === undefined ? {} : { "x-amz-bedrock-agent-memory-id": memoryId },
    model: resolveGenerationModel(agent.model, request, state),
    instruction: agent.instruction,
    groups: agent.actionGroups ?? [],
    knowledgeBases: agent.knowledgeBases ?? [],
    guardrail: guardrail && state.guardrails.resolve(guardrail.id, guardrail.version),
    agentId,
    body,
    said: body.sessionState ?? {},
    trace: new AgentTrace({
      isEnabled: body.enableTrace === true,
      shared: {
        agentId,
        agentAliasId,
        sessionId,
        agentVersion: "1",
        callerChain: [{ agentAliasArn: invokeAgent.resource?.(request, state) }],
      },
      id: randomUUID(),
      clock: () => state.clock(),
    }),
    request,
    state,
  });
}
