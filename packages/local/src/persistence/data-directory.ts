import { chmod, mkdir, readdir } from "node:fs/promises";

import { lockDirectory, lockName } from "./directory-lock.ts";
import type { PersistentStore } from "./persistent-store.ts";
import { isOwnFile, readStore, removeStore, storesIn, writeStore } from "./store-file.ts";

/** Changes that come in so short a time are written together. */
const gatherMs = 50;
/** Between two writes there is so many times as long as the last one took: writing has a fifth of the time at most. */
const restFactor = 4;
/** After a failure the next attempt waits at least so long. */
const retryMs = 1000;

/**
 * Keeps the stores of an instance in a directory: read at the start, written after changes, in the background.
 *
 * A request never waits for the disk. A process that is killed loses what it was told in the last moments.
 */
export class DataDirectory {
  readonly #directory: string;
  readonly #stores: readonly PersistentStore[];
  readonly #unlock: () => Promise<void>;
  readonly #changed = new Set<PersistentStore>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #restMs = gatherMs;
  #closing: Promise<void> | undefined;

  private constructor(directory: string, stores: readonly PersistentStore[], unlock: () => Promise<void>) {
    this.#directory = directory;
    this.#stores = stores;
    this.#unlock = unlock;
  }

  /**
   * Takes the directory, makes it if there is none, and loads what it holds.
   *
   * @throws Error when it is in use, holds other things, was written by a newer version or is damaged
   */
  static async open(directory: string, stores: readonly PersistentStore[]): Promise<DataDirectory> {
    await makePrivate(directory);
    const unlock = await lockDirectory(directory);
    const opened = new DataDirectory(directory, stores, unlock);
    try {
      await loadStores(directory, stores);
    } catch (error) {
      await unlock();
      throw error;
    }
    for (const store of stores) store.onChange(() => opened.#note(store));
    return opened;
  }

  /** Writes what is not written yet, and gives the directory back. */
  async close(): Promise<void> {
    await (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#writing;
    clearTimeout(this.#timer);
    try {
      await this.#write();
    } finally {
      await this.#unlock();
    }
  }

  #note(store: PersistentStore): void {
    this.#changed.add(store);
    if (this.#writing === undefined && this.#closing === undefined) this.#schedule();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#writing = this.#writeInBackground();
    }, this.#restMs);
  }

  async #writeInBackground(): Promise<void> {
    const startedAt = performance.now();
    let leastMs = gatherMs;
    try {
      await this.#write();
    } catch (error) {
      leastMs = retryMs;
      const reason = error instanceof Error ? error.message : String(error);
      process.emitWarning(`The data could not be written to ${this.#directory}: ${reason}`, "LocalAwsWarning");
    }
    this.#restMs = Math.max(leastMs, restFactor * (performance.now() - startedAt));
    this.#writing = undefined;
    if (this.#changed.size > 0) this.#schedule();
  }

  /** Writes the stores that have changed; one that cannot be written stays among them. */
  async #write(): Promise<void> {
    for (const store of this.#stores) {
      if (!this.#changed.delete(store)) continue;
      try {
        await writeStore(this.#directory, store.name, await store.dump());
      } catch (error) {
        this.#changed.add(store);
        throw error;
      }
    }
  }
}

/** Writes all stores into a directory, which is made if there is none. */
export async function writeSnapshot(directory: string, stores: readonly PersistentStore[]): Promise<void> {
  await makePrivate(directory);
  for (const store of stores) await writeStore(directory, store.name, await store.dump());
  for (const name of await unknownStores(directory, stores)) await removeStore(directory, name);
}

/**
 * Puts the stores into the state of a snapshot, or of a data directory.
 *
 * @throws Error before anything is changed, when there is none, it was written by a newer version, or it is damaged
 */
export async function restoreSnapshot(directory: string, stores: readonly PersistentStore[]): Promise<void> {
  const found = await storesIn(directory).catch(() => []);
  if (found.length === 0) throw new Error(`${directory} holds no snapshot.`);
  const [unknown] = await unknownStores(directory, stores);
  if (unknown !== undefined) {
    throw new Error(
      `${directory} holds the store ${unknown}, which this instance has not` +
        `${unknown === "memorydb" ? ": pass `memorydb: true` to createLocalAws" : ""}.`,
    );
  }
  await loadStores(directory, stores);
}

async function unknownStores(directory: string, stores: readonly PersistentStore[]): Promise<string[]> {
  return (await storesIn(directory)).filter((name) => !stores.some((store) => store.name === name));
}

/** All files are read before the first store is changed. */
async function loadStores(directory: string, stores: readonly PersistentStore[]): Promise<void> {
  const read = await Promise.all(
    stores.map(async (store) => ({ store, records: await readStore(directory, store.name) })),
  );
  for (const { store, records } of read) {
    store.reset();
    if (records === undefined) continue;
    try {
      await store.load(records);
    } catch (error) {
      store.reset();
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`The store ${store.name} of ${directory} cannot be loaded: ${reason}`, { cause: error });
    }
  }
}

/** @throws Error when the directory holds anything that is not ours: it is made private, and files in it are removed */
async function makePrivate(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const foreign = (await readdir(directory)).find((name) => name !== lockName && !isOwnFile(name));
  if (foreign !== undefined) {
    throw new Error(`createLocalAws: ${directory} holds other files (${foreign}). Choose a directory of its own.`);
  }
  await chmod(directory, 0o700);
}
