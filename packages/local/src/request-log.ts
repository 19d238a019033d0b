import type { EndedBy } from "./exchange.ts";
import type { RequestAuth, ServiceName, Usage } from "./operation.ts";
import { partialDiff } from "./partial-diff.ts";

/** One request that reached the endpoint, refused ones included. Secrets are masked. */
export interface RequestEntry {
  /** The `x-amzn-requestid` of the answer. */
  id: string;
  /** Milliseconds since the epoch, by the instance's clock. */
  at: number;
  /** Absent when no operation was recognised. */
  service?: ServiceName;
  operation?: string;
  /** The model id of the path, as the caller wrote it. */
  model?: string;
  /** The parameters of the path, percent-decoded. */
  params?: Readonly<Record<string, string>>;
  http: "1.1" | "2";
  method: string;
  /** With its query. */
  path: string;
  /** The region of the signature. */
  region?: string;
  auth: RequestAuth;
  headers: Readonly<Record<string, string>>;
  /**
   * Parsed JSON; raw bytes, and base64 over 16 KiB, as `{ bytes, sha256 }`. Absent with `log.bodies: false`, and
   * of old entries once all that is kept of requests and answers passes `limits.loggedBytes`.
   */
  body?: unknown;
  /** Counted from 1, as the client says in `amz-sdk-request`. */
  attempt: number;
  /** The same for all attempts of one call. */
  invocationId?: string;
  userAgent?: string;
  /** The fault that was applied. */
  faultId?: string;
  status?: number;
  errorType?: string;
  /** What the client was told of a refusal. */
  message?: string;
  /** What was answered in one piece, kept as `body` is. With `log.answers` alone. */
  answer?: unknown;
  /** The first events of a stream that was answered, kept as `body` is. With `log.answers` alone. */
  timeline?: TimelineEvent[];
  /** What went wrong in the endpoint or in a test's own function; never sent by AWS. */
  problem?: string;
  /** Frames of an event stream that were handed to the network. */
  eventsSent: number;
  abortedByClient: boolean;
  /** Absent while the answer is still being sent. */
  endedBy?: EndedBy;
  durationMs?: number;
  usage?: Usage;
}

/** An event of a stream, as the log keeps it. */
export interface TimelineEvent {
  /** Milliseconds since the stream began. */
  afterMs: number;
  /** `:event-type`, `:exception-type` or `:error-code`. */
  type: string;
  body?: unknown;
}

/** Which entries are meant: those that hold all members given (objects partially), or those a predicate accepts. */
export type RequestQuery = PartialEntry | ((entry: Readonly<RequestEntry>) => boolean);

/** Members of an entry to compare with; texts may be regular expressions. */
export type PartialEntry = { readonly [Key in keyof RequestEntry]?: unknown };

/** How a log is kept. */
export interface RequestLogOptions {
  maxEntries: number;
  /** Keep what was asked. */
  bodies: boolean;
  /** Keep what was answered, too: the whole, or the first 200 events of a stream. */
  answers: boolean;
}

/** Called when an entry is added and again when its exchange is over. */
export type LogListener = (entry: Readonly<RequestEntry>) => void;

/** The last requests of one instance, oldest first. */
export class RequestLog {
  readonly options: Readonly<RequestLogOptions & { maxBodyBytes: number }>;
  /** How many bytes are kept of requests and answers: of each entry, and of all together. */
  readonly #bytes = new WeakMap<RequestEntry, number>();
  #heldBytes = 0;
  #entries: RequestEntry[] = [];
  /** Those that were added since the last `clear`: what ends later belongs to nobody. */
  #known = new WeakSet<RequestEntry>();
  readonly #listeners = new Set<LogListener>();

  constructor(options: Readonly<RequestLogOptions & { maxBodyBytes: number }>) {
    this.options = options;
  }

  /** @param bodyBytes - in which the body of the entry came */
  add(entry: RequestEntry, bodyBytes = 0): void {
    this.#entries.push(entry);
    this.#hold(entry, bodyBytes);
    this.#known.add(entry);
    // Trimmed by the half, so that a full log does not move all its entries for each request.
    if (this.#entries.length > this.options.maxEntries * 1.5) this.#trim();
    this.#tell(entry);
  }

  /** Tells the listeners of an entry that is complete. */
  finish(entry: RequestEntry): void {
    if (!this.#known.has(entry)) return;
    const { answer, timeline } = entry;
    const isKept = (answer ?? timeline) !== undefined && this.#bytes.has(entry);
    if (isKept) this.#hold(entry, JSON.stringify([answer, timeline]).length);
    this.#tell(entry);
  }

  /** Copies of the entries that match, oldest first. */
  find(query: RequestQuery = {}): RequestEntry[] {
    this.#trim();
    return this.#entries.filter((entry) => matchesQuery(entry, query)).map((entry) => ({ ...entry }));
  }

  last(): RequestEntry | undefined {
    const entry = this.#entries.at(-1);
    return entry && { ...entry };
  }

  /** The first entry that matches, now or later. */
  async wait(query: RequestQuery, timeoutMs: number): Promise<RequestEntry> {
    const [found] = this.find(query);
    if (found !== undefined) return found;
    return await new Promise((resolve, reject) => {
      const stop = this.subscribe((entry) => {
        if (!matchesQuery(entry, query)) return;
        clearTimeout(timer);
        stop();
        resolve({ ...entry });
      });
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`No request matched ${describeQuery(query)} within ${timeoutMs} ms.\n${this.describe()}`));
      }, timeoutMs);
    });
  }

  /**
   * The newest entry that matches.
   *
   * @throws Error with the paths in which the nearest entry differs
   */
  expect(expected: PartialEntry): RequestEntry {
    this.#trim();
    const candidates = this.#entries
      .map((entry) => ({ entry, differences: partialDiff(expected, entry) }))
      .toReversed()
      .toSorted((a, b) => a.differences.length - b.differences.length);
    const [best] = candidates;
    if (best === undefined) throw new Error(`No request was received; expected ${describeQuery(expected)}.`);
    if (best.differences.length === 0) return { ...best.entry };
    throw new Error(
      `None of ${candidates.length} requests is as expected. The nearest, ${describeEntry(best.entry)}, differs:\n` +
        best.differences.map((difference) => `  ${difference}`).join("\n"),
    );
  }

  subscribe(listener: LogListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  clear(): void {
    this.#entries = [];
    this.#heldBytes = 0;
    this.#known = new WeakSet();
  }

  /** One line for each entry. */
  describe(): string {
    this.#trim();
    const lines = this.#entries.map((entry) => `  ${describeEntry(entry)}`);
    return lines.length === 0 ? "No request was received." : `Requests received:\n${lines.join("\n")}`;
  }

  #trim(): void {
    const extra = this.#entries.length - this.options.maxEntries;
    if (extra <= 0) return;
    for (const entry of this.#entries.slice(0, extra)) {
      this.#heldBytes -= this.#bytes.get(entry) ?? 0;
      // What it answers after that is not held here.
      this.#bytes.delete(entry);
    }
    this.#entries = this.#entries.slice(extra);
  }

  #hold(entry: RequestEntry, bytes: number): void {
    this.#bytes.set(entry, (this.#bytes.get(entry) ?? 0) + bytes);
    this.#heldBytes += bytes;
    if (this.#heldBytes > this.options.maxBodyBytes) this.#dropBodies();
  }

  /** Down to three quarters, so that the next large body does not go through all entries again. */
  #dropBodies(): void {
    for (const entry of this.#entries) {
      if (this.#heldBytes <= this.options.maxBodyBytes * 0.75) return;
      this.#heldBytes -= this.#bytes.get(entry) ?? 0;
      this.#bytes.set(entry, 0);
      delete entry.body;
      delete entry.answer;
      delete entry.timeline;
    }
  }

  #tell(entry: RequestEntry): void {
    for (const listener of this.#listeners) listener(entry);
  }
}

/** Says whether an entry is meant by a query. */
export function matchesQuery(entry: Readonly<RequestEntry>, query: RequestQuery): boolean {
  return typeof query === "function" ? query(entry) : partialDiff(query, entry).length === 0;
}

/** `POST /model/… bedrock-runtime Converse attempt 1 -> 200 (12 ms)` */
export function describeEntry(entry: Readonly<RequestEntry>): string {
  const operation = entry.operation === undefined ? "unknown operation" : `${entry.service} ${entry.operation}`;
  const parts = [
    `${entry.method} ${entry.path}`,
    operation,
    `attempt ${entry.attempt}`,
    `-> ${entry.status ?? "no answer"}`,
    ...(entry.errorType === undefined ? [] : [entry.errorType]),
    ...(entry.eventsSent === 0 ? [] : [`${entry.eventsSent} events`]),
    ...(entry.faultId === undefined ? [] : [entry.faultId]),
    ...(entry.endedBy === undefined || entry.endedBy === "answer" ? [] : [`ended by ${entry.endedBy}`]),
    ...(entry.durationMs === undefined ? ["open"] : [`(${Math.round(entry.durationMs)} ms)`]),
    ...(entry.problem === undefined ? [] : [`problem: ${entry.problem}`]),
  ];
  return parts.join(" ");
}

function describeQuery(query: RequestQuery): string {
  return typeof query === "function" ? "the predicate" : JSON.stringify(query, showExpression);
}

function showExpression(_key: string, value: unknown): unknown {
  return value instanceof RegExp ? String(value) : value;
}
