import type { AgentActionGroup, AgentFunction } from "../../../agents/agent-options.ts";
import type { RequestTool } from "../../../chat/responder.ts";

/** A function as the model gets to know it. */
export interface AgentTool extends RequestTool {
  group: AgentActionGroup;
  function: AgentFunction;
}

/** The functions of all groups as tools; one whose name several groups have stands under the group's name too. */
export function toAgentTools(groups: readonly AgentActionGroup[]): AgentTool[] {
  const functions = groups.flatMap((group) => group.functions.map((each) => ({ group, function: each })));
  const isShared = (name: string): boolean => functions.filter((each) => each.function.name === name).length > 1;
  return functions.map(({ group, function: { name, description, parameters = {} }, ...rest }) => ({
    ...rest,
    group,
    function: { name, parameters },
    name: isShared(name) ? `${group.name}__${name}` : name,
    ...(description !== undefined && { description }),
    schema: {
      type: "object",
      properties: Object.fromEntries(
        Object.entries(parameters).map(([key, parameter]) => [
          key,
          {
            type: parameter.type,
            ...(parameter.type === "array" && { items: { type: "string" } }),
            ...(parameter.description !== undefined && { description: parameter.description }),
          },
        ]),
      ),
      required: Object.entries(parameters).flatMap(([key, { required }]) => (required === true ? [key] : [])),
    },
  }));
}

/** The arguments of a call as the service lists them: every value is a text. */
export function toParameters({ function: called }: AgentTool, input: unknown): Record<string, string>[] {
  const entries = typeof input === "object" && input !== null ? Object.entries(input) : [];
  return entries.map(([name, value]) => ({
    name,
    type: called.parameters?.[name]?.type ?? "string",
    value: typeof value === "string" ? value : JSON.stringify(value),
  }));
}
