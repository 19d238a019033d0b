import { describe, expect, it } from "vitest";
import { createCaller } from "./caller.ts";

describe("createCaller", () => {
  it.each([429, 500, 400, undefined])(
    "calls once when the error has status %s, and lets that very error out",
    async (status) => {
      const failure = Object.assign(new Error("no"), { status });
      let calls = 0;
      const call = createCaller().call(async () => {
        calls += 1;
        throw failure;
      });
      await expect(call).rejects.toBe(failure);
      expect([calls, failure.name, Object.keys(failure)]).toEqual([1, "Error", ["status"]]);
    },
  );

  it("limits how many calls run at a time", async () => {
    const caller = createCaller({ maxConcurrency: 2 });
    let running = 0;
    let most = 0;
    const task = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    };
    await Promise.all(Array.from({ length: 10 }, () => caller.call(task)));
    expect(most).toBe(2);
  });

  it("races the abort signal", async () => {
    const controller = new AbortController();
    const call = createCaller().callWithOptions({ signal: controller.signal }, () => new Promise(() => undefined));
    const reason = new Error("enough");
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses maxConcurrency %s", (maxConcurrency) => {
    expect(() => createCaller({ maxConcurrency })).toThrow("maxConcurrency must be a whole number above 0");
  });
});
