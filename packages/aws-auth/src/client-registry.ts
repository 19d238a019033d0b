import type { AwsClientLike } from "./client.ts";

/** A client that this package built, and who uses it. */
export interface ClientEntry {
  readonly key: string;
  readonly client: Promise<AwsClientLike>;
  /** Objects that took it and have not disposed of it. */
  holders: number;
  /** Requests and streams under way. */
  inFlight: number;
  /** No longer handed out. Whoever holds it asks for another one. */
  retired: boolean;
  /** Milliseconds; the `timeout` option that the client was built with. */
  readonly timeout: number | undefined;
}

/** More clients than this are not kept: the one that was not used for longest goes first, unless it is in use. */
export const maxClients = 64;

/**
 * The clients of this process, by what makes them equal. A hundred objects with the same settings share one client and
 * one pool of sockets.
 */
export class ClientRegistry {
  // Insertion order is the order of use: the first entry was not used for longest.
  readonly #entries = new Map<string, ClientEntry>();
  readonly #limit: number;

  constructor(limit: number = maxClients) {
    this.#limit = limit;
  }

  /** How many clients are kept. */
  get size(): number {
    return this.#entries.size;
  }

  /** The client for a key; one `create` at a time builds it, and a failed one is not kept. */
  acquire(key: string, timeout: number | undefined, create: () => Promise<AwsClientLike>): ClientEntry {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      this.touch(known);
      known.holders += 1;
      return known;
    }
    const client = create();
    const entry: ClientEntry = { key, client, holders: 1, inFlight: 0, retired: false, timeout };
    this.#entries.set(key, entry);
    client.then(
      (built) => entryOf.set(built, { entry, registry: this }),
      () => this.#remove(entry),
    );
    this.#evict(entry);
    return entry;
  }

  /** Notes that an entry is used. */
  touch(entry: ClientEntry): void {
    if (entry.retired) return;
    this.#entries.delete(entry.key);
    this.#entries.set(entry.key, entry);
  }

  /** Gives an entry back; the last holder's destroys the client, once nothing is under way on it. */
  async release(entry: ClientEntry): Promise<void> {
    entry.holders -= 1;
    if (entry.holders > 0 || entry.retired) return;
    this.#remove(entry);
    await destroyWhenIdle(entry);
  }

  /** Gives up all clients: idle ones are destroyed now, the others when their last request has ended. */
  async clear(): Promise<void> {
    const entries = [...this.#entries.values()];
    for (const entry of entries) this.#remove(entry);
    await Promise.all(entries.map(destroyWhenIdle));
  }

  #evict(newest: ClientEntry): void {
    for (const entry of this.#entries.values()) {
      if (this.#entries.size <= this.#limit) return;
      if (entry.inFlight > 0 || entry === newest) continue;
      this.#remove(entry);
      void destroyWhenIdle(entry);
    }
  }

  #remove(entry: ClientEntry): void {
    entry.retired = true;
    if (this.#entries.get(entry.key) === entry) this.#entries.delete(entry.key);
  }
}

const entryOf = new WeakMap<object, { entry: ClientEntry; registry: ClientRegistry }>();

async function destroyWhenIdle(entry: ClientEntry): Promise<void> {
  const client = await entry.client.catch(() => undefined);
  if (client !== undefined && entry.retired && entry.inFlight === 0) client.destroy?.();
}

/** What is known about a client while a request is on it. */
export interface Flight {
  /** Whether this package built the client. */
  readonly isOwn: boolean;
  /** Milliseconds; the `timeout` option of the object that built the client. */
  readonly timeout: number | undefined;
  /** Ends the use. Further calls do nothing. */
  readonly land: () => void;
}

/** Notes the start of a request, so that its client is not destroyed below it. Injected clients are not counted. */
export function takeOff(client: object): Flight {
  const known = entryOf.get(client);
  if (known === undefined) return { isOwn: false, timeout: undefined, land: () => undefined };
  const { entry, registry } = known;
  entry.inFlight += 1;
  registry.touch(entry);
  let landed = false;
  return {
    isOwn: true,
    timeout: entry.timeout,
    land: () => {
      if (landed) return;
      landed = true;
      entry.inFlight -= 1;
      if (entry.retired && entry.inFlight === 0) void destroyWhenIdle(entry);
    },
  };
}
