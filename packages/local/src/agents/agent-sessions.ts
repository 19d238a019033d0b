import type { Message } from "../chat/content-blocks.ts";

/** Calls whose results the caller was asked for. */
export interface PendingCalls {
  invocationId: string;
  /** Results that the agent's own functions gave beside them. */
  answered: Message["content"];
  /** The ids of the calls, by action group and function. */
  ids: readonly { key: string; toolUseId: string }[];
}

/** One conversation with an agent. */
export interface AgentSession {
  messages: Message[];
  attributes: Record<string, string>;
  pending?: PendingCalls | undefined;
}

/** How many conversations are kept; the one that was begun first is forgotten first. */
const MOST_SESSIONS = 1_000;

/** The conversations with agents. A caller makes up their ids. */
export class AgentSessions {
  readonly #sessions = new Map<string, AgentSession>();

  /** The conversation of that key; a new one when there is none. */
  open(key: string): AgentSession {
    const known = this.#sessions.get(key);
    if (known !== undefined) return known;
    const session: AgentSession = { messages: [], attributes: {} };
    this.#sessions.set(key, session);
    const [oldest] = this.#sessions.keys();
    if (oldest !== undefined && this.#sessions.size > MOST_SESSIONS) this.#sessions.delete(oldest);
    return session;
  }

  /** Forgets one conversation. */
  end(key: string): void {
    this.#sessions.delete(key);
  }

  /** Forgets every conversation. */
  clear(): void {
    this.#sessions.clear();
  }
}
