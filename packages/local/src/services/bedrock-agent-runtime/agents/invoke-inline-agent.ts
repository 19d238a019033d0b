import { randomUUID } from "node:crypto";
import type { AgentActionGroup } from "../../../agents/agent-options.ts";
import { isObject } from "../../../chat/rules/json-schema.ts";
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
  if (executor?.lambda !== undefined) throw notEmulated("a Lambda executor; customControl RETURN_CONTROL is");
  const shared = description === undefined ? { name } : { name, description };
  const schema = group.apiSchema === undefined ? {} : { apiSchema: parseApiSchema(group.apiSchema) };
  return [{ ...shared, ...schema, functions: functionSchema?.functions ?? [] }];
}

function parseApiSchema({ payload, s3 }: NonNullable<InlineActionGroup["apiSchema"]>): Record<string, unknown> {
  if (s3 !== undefined) throw notEmulated("an apiSchema in S3; a payload is");
  const schema = parseJson(payload ?? "");
  if (!isObject(schema) || !isObject(schema.paths)) {
    // The service takes YAML, too.
    throw new ServiceError(
      "ValidationException",
      400,
      "The payload of an apiSchema must be an OpenAPI schema as JSON.",
    );
  }
  return schema;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notEmulated(what: string): ServiceError {
  return new ServiceError(
    "UnknownOperationException",
    404,
    `The local endpoint does not emulate in an inline agent's action groups: ${what}.`,
  );
}
