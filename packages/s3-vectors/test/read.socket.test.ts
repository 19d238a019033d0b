import { disposeAllClients } from "@langchain-aws/aws-auth";
import type { Document } from "@langchain/core/documents";
import { afterEach, describe, expect, test } from "vitest";
import { S3VectorsMissingIdsError, S3VectorsWriteError } from "../src/index.ts";
import { bodies, connect, manyDocuments, operations, thrownBy, useBucket } from "./support/store.ts";

const aws = useBucket();

afterEach(() => disposeAllClients());

async function filled(count: number): Promise<ReturnType<typeof connect>["store"]> {
  const { store } = connect(aws);
  await store.addDocuments(manyDocuments(count), { batchSize: 500 });
  return store;
}

describe("getByIds", () => {
  test("[39] asks for a hundred at a time, keeps order and repetitions, and leaves out what is not there", async () => {
    const store = await filled(245);
    const ids = ["id-7", "nobody", ...manyDocuments(245).map(({ id }) => id), "nothing", "never", "id-7"].toReversed();
    const found = await store.getByIds(ids);
    expect(found.map(({ id }) => id)).toEqual(ids.filter((id) => id.startsWith("id-")));
    const requests = bodies<{ keys: string[] }>(aws, "GetVectors");
    expect(requests.map(({ keys }) => keys.length).toSorted((a, b) => b - a)).toEqual([100, 100, 48]);
    for (const request of requests) expect(request).toMatchObject({ returnMetadata: true, returnData: false });
  });

  test("[39] throws on request, with all that is not there", async () => {
    const store = await filled(3);
    const error = await thrownBy(store.getByIds(["x", "id-1", "y", "x"], { onMissing: "throw" }));
    if (!S3VectorsMissingIdsError.isInstance(error)) throw error;
    expect(error.missingIds).toEqual(["x", "y"]);
    expect(String(error)).toContain("2 of the ids are not in the index: x, y");
  });

  test("[39] sends nothing for nothing, and refuses what is no id", async () => {
    const { store } = connect(aws);
    expect(await store.getByIds([])).toEqual([]);
    expect(String(await thrownBy(store.getByIds(["a", ""])))).toContain("ids[1] has 0 characters");
    expect(String(await thrownBy(store.getByIds(["a"], { batchSize: 101 })))).toContain("batchSize must be");
    expect(operations(aws)).toEqual([]);
  });

  test("[40] gives documents of their own for one id twice", async () => {
    const store = await filled(1);
    const [first, second] = await store.getByIds(["id-0", "id-0"]);
    expect(first).toEqual(second);
    expect(first?.metadata).not.toBe(second?.metadata);
  });
});

describe("delete", () => {
  test("[41] asks for five hundred at a time", async () => {
    const store = await filled(1_200);
    const progress: number[] = [];
    const ids = manyDocuments(1_200).map(({ id }) => id);
    await store.delete({ ids: [...ids, "id-0"], onProgress: ({ done, total }) => progress.push(done, total) });
    const sizes = bodies<{ keys: string[] }>(aws, "DeleteVectors").map(({ keys }) => keys.length);
    expect(sizes.toSorted((a, b) => b - a)).toEqual([500, 500, 200]);
    expect(progress.slice(-2)).toEqual([1_200, 1_200]);
    expect(await store.similaritySearch("x")).toEqual([]);
  });

  test("[41] throws where nothing says what to delete, and does nothing for no ids", async () => {
    const { store } = connect(aws);
    for (const call of [store.delete(), store.delete({}), store.delete({ ids: ["a"], deleteIndex: true })]) {
      expect(String(await thrownBy(call))).toContain("Pass `ids`, or `deleteIndex: true`");
    }
    await store.delete({ ids: [] });
    expect(operations(aws)).toEqual([]);
  });

  test("[41] tells what is gone when a request fails", async () => {
    const store = await filled(30);
    aws.faults.add({
      match: { operation: "DeleteVectors" },
      when: { nth: 2 },
      do: { error: { status: 400, type: "ValidationException", message: "No." } },
    });
    const ids = manyDocuments(30).map(({ id }) => id);
    const one = connect(aws, { maxConcurrency: 1 }).store;
    const error = await thrownBy(one.delete({ ids, batchSize: 10 }));
    if (!S3VectorsWriteError.isInstance(error)) throw error;
    expect(error.writtenIds).toEqual(ids.slice(0, 10));
    expect(error.failedIds).toEqual(ids.slice(10, 20));
    expect(error.notAttemptedIds).toEqual(ids.slice(20));
    expect(await store.getByIds(ids)).toHaveLength(20);
  });

  test("ends with the reason of an abort, and with what onProgress throws", async () => {
    const store = await filled(30);
    const reason = new Error("Stop.");
    const ids = manyDocuments(30).map(({ id }) => id);
    expect(await thrownBy(store.delete({ ids, signal: AbortSignal.abort(reason) }))).toBe(reason);
    const failure = new Error("Enough.");
    const one = connect(aws, { maxConcurrency: 1 }).store;
    const call = one.delete({
      ids,
      batchSize: 10,
      onProgress: () => {
        throw failure;
      },
    });
    expect(await thrownBy(call)).toBe(failure);
    expect(aws.requests({ operation: "DeleteVectors" })).toHaveLength(1);
  });
});

describe("listDocuments", () => {
  test("[49] gives every vector once, whatever the number of segments", async () => {
    const store = await filled(700);
    for (const segments of [1, 4, 16]) {
      const ids: (string | undefined)[] = [];
      for await (const { id } of store.listDocuments({ segments, pageSize: 50 })) ids.push(id);
      expect(new Set(ids).size).toBe(700);
      expect(ids).toHaveLength(700);
    }
    const listed = bodies(aws, "ListVectors");
    expect(new Set(listed.map((body) => body["segmentCount"]))).toEqual(new Set([undefined, 4, 16]));
    expect(new Set(listed.map((body) => body["maxResults"]))).toEqual(new Set([50]));
  });

  test("[49] stops asking when the loop is left", async () => {
    const store = await filled(700);
    let count = 0;
    for await (const document of store.listDocuments({ segments: 4, pageSize: 10 })) {
      expect(document.id).toMatch(/^id-\d+$/);
      count += 1;
      if (count === 25) break;
    }
    // What was on its way may still arrive; of seventy pages nothing more is asked for.
    await store.getByIds(["id-0"]);
    expect(aws.requests({ operation: "ListVectors" }).length).toBeLessThanOrEqual(8);
  });

  test("[49] ends with the reason of an abort, and with the error of a request", async () => {
    const store = await filled(20);
    const reason = new Error("Stop.");
    const read = async (options: object): Promise<Document[]> => {
      const found: Document[] = [];
      for await (const document of store.listDocuments(options)) found.push(document);
      return found;
    };
    expect(await thrownBy(read({ signal: AbortSignal.abort(reason) }))).toBe(reason);
    aws.faults.add({ match: { operation: "ListVectors" }, when: { nth: 2 }, do: { accessDenied: true } });
    expect(await thrownBy(read({ segments: 3, pageSize: 2 }))).toMatchObject({ name: "S3VectorsAccessError" });
    expect(String(await thrownBy(read({ segments: 17 })))).toContain("segments must be a whole number from 1 to 16");
  });

  test("[49] has the error of a page that was read ahead when its turn comes, and not before", async () => {
    await filled(50);
    let hasFailed: (value?: unknown) => void = () => undefined;
    const failure = new Promise((resolve) => {
      hasFailed = resolve;
    });
    const { store } = connect(aws, { onFailedAttempt: hasFailed });
    aws.faults.add({ match: { operation: "ListVectors" }, when: { nth: 2 }, do: { accessDenied: true } });
    const unseen: unknown[] = [];
    const note = (error: unknown): void => void unseen.push(error);
    process.on("unhandledRejection", note);
    let count = 0;
    const read = async (): Promise<void> => {
      for await (const document of store.listDocuments({ pageSize: 10 })) {
        expect(document.id).toMatch(/^id-/);
        count += 1;
        if (count > 1) continue;
        await failure;
        for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
      }
    };
    expect(await thrownBy(read())).toMatchObject({ name: "S3VectorsAccessError" });
    process.off("unhandledRejection", note);
    expect([count, unseen]).toEqual([10, []]);
  });

  test("gives vectors on request", async () => {
    const { store } = connect(aws);
    await store.addVectors([[0.5, -2]], [{ id: "a", pageContent: "text", metadata: { b: 1 } }]);
    const found: [Document, number[]][] = [];
    for await (const pair of store.listDocuments({ returnData: true })) found.push(pair);
    expect(found).toEqual([[expect.objectContaining({ id: "a", pageContent: "text", metadata: { b: 1 } }), [0.5, -2]]]);
  });
});
