import type { AgentAction, AgentActionGroup } from "../../../agents/agent-options.ts";
import { readApiSchema } from "../../../agents/read-api-schema.ts";
import type { RequestTool } from "../../../chat/responder.ts";

/** A function or an operation as the model gets to know it. */
export interface AgentTool extends RequestTool {
  group: AgentActionGroup;
  action: AgentAction;
}

/** What all groups offer, as tools; a name that several groups have stands under the group's name too. */
export function toAgentTools(groups: readonly AgentActionGroup[]): AgentTool[] {
  const actions = groups.flatMap((group) => actionsOf(group).map((action) => ({ group, action })));
  const isShared = (name: string): boolean => actions.filter((each) => each.action.name === name).length > 1;
  return actions.map(({ group, action }) => ({
    group,
    action,
    name: isShared(action.name) ? `${group.name}__${action.name}` : action.name,
    ...(action.description !== undefined && { description: action.description }),
    schema: toSchema(action),
  }));
}

function actionsOf({ functions = [], apiSchema }: AgentActionGroup): readonly AgentAction[] {
  return apiSchema === undefined ? functions : [...functions, ...readApiSchema(apiSchema)];
}

function toSchema({ parameters = {} }: AgentAction): AgentTool["schema"] {
  const properties = Object.entries(parameters).map(([key, { type, description }]) => [
    key,
    { type, ...(type === "array" && { items: { type: "string" } }), ...(description !== undefined && { description }) },
  ]);
  const required = Object.entries(parameters).flatMap(([key, parameter]) => (parameter.required === true ? [key] : []));
  return { type: "object", properties: Object.fromEntries(properties), required };
}

type Json = Record<string, unknown>;

/** Which action a call is of, as traces name it: with its arguments, every value a text. */
export function toInvocation({ action }: AgentTool, input: unknown): Json {
  const parameters = toParameters(action, input);
  const { api } = action;
  if (api === undefined) return { function: action.name, parameters };
  return { apiPath: api.apiPath, verb: api.httpMethod.toLowerCase(), ...withBody(parameters, api.bodyMembers, false) };
}

/** The member of `invocationInputs` that control returns with. */
export function toInvocationInput({ group, action }: AgentTool, input: unknown, agentId: string | undefined): Json {
  const parameters = toParameters(action, input);
  const shared = {
    actionGroup: group.name,
    actionInvocationType: "RESULT",
    ...(agentId !== undefined && { agentId }),
  };
  const { api } = action;
  if (api === undefined) return { functionInvocationInput: { ...shared, function: action.name, parameters } };
  const { apiPath, httpMethod } = api;
  return {
    apiInvocationInput: { ...shared, apiPath, httpMethod, ...withBody(parameters, api.bodyMembers, true) },
  };
}

interface Parameter {
  name: string;
  type: string;
  value: string;
}

function toParameters({ parameters = {} }: AgentAction, input: unknown): Parameter[] {
  const entries = typeof input === "object" && input !== null ? Object.entries(input) : [];
  return entries.map(([name, value]) => ({
    name,
    type: parameters[name]?.type ?? "string",
    value: typeof value === "string" ? value : JSON.stringify(value),
  }));
}

/** What belongs in the body of an API stands apart; control returns with it one level deeper than traces have it. */
function withBody(all: readonly Parameter[], bodyMembers: readonly string[], isReturned: boolean): Json {
  const parameters = all.filter(({ name }) => !bodyMembers.includes(name));
  const properties = all.filter(({ name }) => bodyMembers.includes(name));
  const content = isReturned ? { properties } : properties;
  return {
    parameters,
    ...(properties.length > 0 && { requestBody: { content: { "application/json": content } } }),
  };
}
