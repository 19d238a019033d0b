import { ServiceError } from "../operation.ts";
import type { AgentOptions } from "./agent-options.ts";
import { AgentSessions } from "./agent-sessions.ts";

/** The agents of an instance, and the conversations with them. */
export class AgentCatalogue {
  readonly sessions: AgentSessions = new AgentSessions();
  readonly #byId: ReadonlyMap<string, AgentOptions>;

  constructor(agents: readonly AgentOptions[]) {
    this.#byId = new Map(agents.map((agent) => [agent.id, agent]));
  }

  /**
   * The agent of an id, under one of its aliases.
   *
   * @throws ServiceError `ResourceNotFoundException`; its text is not confirmed by a recording
   */
  resolve(id: string, aliasId: string): AgentOptions {
    const agent = this.#byId.get(id);
    if (agent !== undefined && (agent.aliases === undefined || agent.aliases.includes(aliasId))) return agent;
    throw new ServiceError(
      "ResourceNotFoundException",
      404,
      agent === undefined
        ? `Failed to retrieve resource because it doesn't exist. Agent ${id} was not found. Retry your request with a different resource identifier.`
        : `Failed to retrieve resource because it doesn't exist. Agent alias ${aliasId} was not found. Retry your request with a different resource identifier.`,
    );
  }
}
