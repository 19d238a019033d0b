import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect, it, onTestFinished, vi } from "vitest";

import { ChangeNotice } from "./change-notice.ts";
import { DataDirectory } from "./data-directory.ts";
import type { PersistentStore, StoredRecord } from "./persistent-store.ts";
import { readStore } from "./store-file.ts";

/** A store of numbers. `hold` keeps its dump from ending until it is called. */
function createStore(): {
  store: PersistentStore;
  numbers: number[];
  add: (value: number) => void;
  dumps: (() => void)[];
} {
  const notice = new ChangeNotice();
  const numbers: number[] = [];
  const dumps: (() => void)[] = [];
  const store: PersistentStore<{ value: number }> = {
    name: "numbers",
    reset: () => void numbers.splice(0),
    onChange: (listener) => notice.onChange(listener),
    dump: async () => {
      const records = numbers.map((value) => ({ data: { value }, bytes: [Uint8Array.of(value % 256)] }));
      await new Promise<void>((resolve) => dumps.push(resolve));
      return records;
    },
    load: async (records: readonly StoredRecord<{ value: number }>[]) =>
      void numbers.push(...records.map(({ data }) => data.value)),
  };
  const add = (value: number): void => {
    numbers.push(value);
    notice.changed();
  };
  return { store, numbers, add, dumps };
}

async function makeDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), "langchain-aws-local-data-"));
  onTestFinished(async () => await rm(directory, { recursive: true, force: true }));
  return directory;
}

const valuesIn = async (directory: string): Promise<unknown[] | undefined> =>
  (await readStore(directory, "numbers"))?.map(({ data }) => ("value" in data ? data.value : undefined));

it("writes any number of changes at once", async () => {
  const directory = await makeDirectory();
  const { store, add, dumps } = createStore();
  const opened = await DataDirectory.open(directory, [store]);
  for (let value = 0; value < 10_000; value += 1) add(value);
  await vi.waitFor(() => expect(dumps).toHaveLength(1));
  // Those that come while it is written wait for each other, too.
  for (let value = 10_000; value < 20_000; value += 1) add(value);
  dumps[0]?.();
  const closed = opened.close();
  await vi.waitFor(() => expect(dumps).toHaveLength(2));
  dumps[1]?.();
  await closed;
  expect(dumps).toHaveLength(2);
  expect(await valuesIn(directory)).toHaveLength(20_000);
});

it("finishes at the end what it was writing", async () => {
  const directory = await makeDirectory();
  const { store, add, dumps } = createStore();
  const opened = await DataDirectory.open(directory, [store]);
  add(1);
  await vi.waitFor(() => expect(dumps).toHaveLength(1));
  let isClosed = false;
  const closed = opened.close().then(() => (isClosed = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect([isClosed, await valuesIn(directory)]).toEqual([false, undefined]);
  dumps[0]?.();
  await closed;
  expect(await valuesIn(directory)).toEqual([1]);
});

it("writes nothing when nothing has changed", async () => {
  const directory = await makeDirectory();
  const { store, dumps } = createStore();
  const opened = await DataDirectory.open(directory, [store]);
  await opened.close();
  await opened.close();
  expect([dumps.length, await valuesIn(directory)]).toEqual([0, undefined]);
});

it("warns when it cannot write, and tries again", async () => {
  const directory = await makeDirectory();
  const { store, add, dumps } = createStore();
  const opened = await DataDirectory.open(directory, [store]);
  const warnings: string[] = [];
  const emit = vi.spyOn(process, "emitWarning").mockImplementation((warning) => void warnings.push(String(warning)));
  onTestFinished(() => emit.mockRestore());
  await rm(directory, { recursive: true });
  add(1);
  await vi.waitFor(() => expect(dumps).toHaveLength(1));
  dumps[0]?.();
  await vi.waitFor(() => expect(warnings).toHaveLength(1));
  expect(warnings[0]).toMatch(/^The data could not be written to .*: ENOENT/);
  const closed = opened.close();
  await vi.waitFor(() => expect(dumps).toHaveLength(2));
  dumps[1]?.();
  await expect(closed).rejects.toThrow("ENOENT");
});
