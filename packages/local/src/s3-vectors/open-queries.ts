import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";

import { invalid } from "./refusals.ts";
import type { Neighbour } from "./stored-index.ts";

/** Pages are to be had for so long; the service says "several minutes". */
const LIFETIME_MS = 5 * 60_000;
/** So many queries are open at once; the oldest ends for a new one. */
const MOST_OPEN = 64;

interface OpenQuery {
  digest: string;
  openedAt: number;
  results: readonly Neighbour[];
}

/** The queries whose pages are still being fetched: their results stay as they were at the first page. */
export class OpenQueries {
  readonly #clock: () => number;
  readonly #open = new Map<string, OpenQuery>();
  #count = 0;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /**
   * The results of a new query, or those of the one that a token is of.
   *
   * @throws ServiceError `ValidationException` for a token that is too old or of another request; the text is not
   * confirmed
   */
  resume(
    token: string | undefined,
    request: unknown,
    search: () => readonly Neighbour[],
  ): { offset: number; results: readonly Neighbour[] } {
    if (token === undefined) return { offset: 0, results: search() };
    const [id = "", offset = ""] = Buffer.from(token, "base64url").toString().split(".");
    const query = this.#open.get(id);
    const isOpen = query !== undefined && this.#clock() - query.openedAt <= LIFETIME_MS;
    if (!isOpen || query.digest !== digestOf(request) || !/^\d+$/.test(offset)) {
      throw invalid("The provided nextToken is invalid.");
    }
    return { offset: Number(offset), results: query.results };
  }

  /** The token of the page of these results that begins there. */
  tokenOf(offset: number, request: unknown, results: readonly Neighbour[]): string {
    const [known] = [...this.#open].find(([, query]) => query.results === results) ?? [];
    const id = known ?? this.#add({ digest: digestOf(request), openedAt: this.#clock(), results });
    return Buffer.from(`${id}.${offset}`).toString("base64url");
  }

  clear(): void {
    this.#open.clear();
  }

  #add(query: OpenQuery): string {
    const [oldest] = this.#open.keys();
    if (oldest !== undefined && this.#open.size >= MOST_OPEN) this.#open.delete(oldest);
    this.#count += 1;
    const id = String(this.#count);
    this.#open.set(id, query);
    return id;
  }
}

function digestOf(request: unknown): string {
  return createHash("sha256").update(JSON.stringify(request)).digest("base64url");
}
