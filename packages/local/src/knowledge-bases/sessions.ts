import { randomUUID } from "node:crypto";

import { ServiceError } from "../operation.ts";

/** A question of a conversation, and what was answered. */
export interface SessionTurn {
  question: string;
  answer: string;
}

/** A conversation and what was said in it, oldest first. */
export interface Session {
  id: string;
  turns: readonly SessionTurn[];
}

/** How many conversations are kept; the one that was begun first is forgotten first. */
const MOST_SESSIONS = 1_000;

/** The conversations of RetrieveAndGenerate. The service gives them their ids: no caller can make one up. */
export class Sessions {
  readonly #turns = new Map<string, SessionTurn[]>();

  /**
   * The conversation of that id, or a new one without an id.
   *
   * @throws ServiceError `ValidationException` for an id that was never given out; its text is not confirmed by a
   * recording
   */
  open(id: string | undefined): Session {
    if (id === undefined) return this.#begin();
    const turns = this.#turns.get(id);
    if (turns !== undefined) return { id, turns: [...turns] };
    throw new ServiceError(
      "ValidationException",
      400,
      `Session with Id ${id} is not valid. Please check and try again.`,
    );
  }

  /** Adds what was asked and answered to a conversation. */
  remember({ id }: Session, turn: SessionTurn): void {
    this.#turns.get(id)?.push(turn);
  }

  /** Forgets every conversation. */
  clear(): void {
    this.#turns.clear();
  }

  #begin(): Session {
    const id = randomUUID();
    this.#turns.set(id, []);
    const [oldest] = this.#turns.keys();
    if (oldest !== undefined && this.#turns.size > MOST_SESSIONS) this.#turns.delete(oldest);
    return { id, turns: [] };
  }
}
