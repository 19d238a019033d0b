import type { CommandArgument, MemoryDBClient, MemoryDBCommand, SendOptions } from "../clients/memorydb-client.ts";
import { type Engine, engineOf, readModules } from "../engine.ts";
import { MemoryDBConnectionError, type MemoryDBErrorFields } from "../errors.ts";
import { platform } from "#platform";
import type { ConnectionSettings } from "./connection-fields.ts";
import { isPassing, mapServerError } from "./map-server-error.ts";
import { backOff, wait, withinTime } from "./wait.ts";

/** A command that passes over a moment's trouble is sent so often again. */
const maxRetries = 3;

/** How a command of ours is sent. */
export interface CommandOptions extends SendOptions {
  signal?: AbortSignal | undefined;
  /** For errors. */
  index?: string;
}

/** One connection, opened at the first command and shared by all: the one place that sends. */
export class Connection {
  readonly #settings: ConnectionSettings;
  #client: Promise<MemoryDBClient> | undefined;
  #engine: Promise<Engine> | undefined;
  #isClosed = false;

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
  }

  /** What the server's search engine is; the server is asked once. */
  async engine(): Promise<Engine> {
    const { engine, engineVersion } = this.#settings;
    if (engine !== "auto") return engineOf(engine, engineVersion);
    this.#engine ??= this.send(["INFO", "modules"]).then((reply) => readModules(String(reply), engineVersion));
    try {
      return await this.#engine;
    } catch (error) {
      this.#engine = undefined;
      throw error;
    }
  }

  /**
   * Sends one command. What passes is tried again, three times at most.
   *
   * @throws MemoryDBError of the kind that fits
   */
  async send(args: readonly CommandArgument[], { signal, index, ...options }: CommandOptions = {}): Promise<unknown> {
    const fields: MemoryDBErrorFields = { command: nameOf(args), ...(index === undefined ? {} : { index }) };
    for (let attempt = 0; ; attempt += 1) {
      signal?.throwIfAborted();
      try {
        const client = await this.#open();
        return await this.#timed(client.send(args, this.#routed(options)), fields, signal);
      } catch (error) {
        signal?.throwIfAborted();
        if (attempt >= maxRetries || !isPassing(error)) throw mapServerError(error, fields);
      }
      await wait(backOff(attempt), signal);
    }
  }

  /** Sends commands in one burst: a reply, or an error of ours, for each in its place. Those that passed are sent again. */
  async pipeline(
    commands: readonly MemoryDBCommand[],
    { signal, index, buffers = false }: CommandOptions = {},
  ): Promise<unknown[]> {
    const replies: unknown[] = Array.from({ length: commands.length });
    let open = commands.map((_command, at) => at);
    for (let attempt = 0; open.length > 0; attempt += 1) {
      signal?.throwIfAborted();
      const sent = open.flatMap((at) => commands[at] ?? []);
      const answers = await this.#burst(sent, buffers, signal);
      for (const [place, at] of open.entries()) replies[at] = answers[place];
      if (attempt >= maxRetries) break;
      // All commands of a key together: an UNLINK alone would take away what the HSET behind it has written.
      const again = new Set(open.filter((at) => isPassing(replies[at])).map((at) => commands[at]?.key));
      open = open.filter((at) => again.has(commands[at]?.key));
      if (open.length > 0) await wait(backOff(attempt), signal);
    }
    return replies.map((reply, at) =>
      reply instanceof Error
        ? mapServerError(reply, {
            command: nameOf(commands[at]?.args ?? []),
            ...(index === undefined ? {} : { index }),
          })
        : reply,
    );
  }

  /** The keys that match a pattern, in pages. */
  async *scan(pattern: string): AsyncGenerator<string[]> {
    try {
      const client = await this.#open();
      yield* client.scan(pattern);
    } catch (error) {
      throw mapServerError(error, { command: "SCAN" });
    }
  }

  /** Closes what was opened here; a client of the caller's stays open. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const client = await this.#client?.catch(() => undefined);
    if (client?.owned === true) await client.close();
  }

  async #burst(
    commands: readonly MemoryDBCommand[],
    buffers: boolean,
    signal: AbortSignal | undefined,
  ): Promise<unknown[]> {
    try {
      const client = await this.#open();
      return await this.#timed(
        client.pipeline(commands, { buffers }),
        { command: nameOf(commands[0]?.args ?? []) },
        signal,
      );
    } catch (error) {
      signal?.throwIfAborted();
      return commands.map(() => error);
    }
  }

  #routed(options: SendOptions): SendOptions {
    return this.#settings.readFrom === "replica" ? options : { ...options, write: true };
  }

  async #timed<Result>(
    work: Promise<Result>,
    fields: MemoryDBErrorFields,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    const ms = this.#settings.commandTimeoutMs;
    return await withinTime(
      work,
      ms,
      () =>
        new MemoryDBConnectionError(
          `${fields.command} got no answer within ${ms} ms. Is the server reachable? See \`commandTimeoutMs\`.`,
          fields,
        ),
      signal,
    );
  }

  async #open(): Promise<MemoryDBClient> {
    if (this.#isClosed)
      throw new MemoryDBConnectionError("The connection was closed. Make a new store or cache.", { retryable: false });
    const { client } = this.#settings;
    if (client !== undefined) return client;
    this.#client ??= platform.connect(this.#settings);
    try {
      return await this.#client;
    } catch (error) {
      this.#client = undefined;
      throw error;
    }
  }
}

function nameOf(args: readonly CommandArgument[]): string {
  return typeof args[0] === "string" ? args[0] : "command";
}
