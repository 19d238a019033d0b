import { describe, expect, test } from "vitest";
import { untilAborted } from "./until-aborted.ts";

const reason = new Error("enough");
const never = new Promise<never>(() => undefined);

describe("a wait that a signal may end", () => {
  test("ends as what is waited for does, while nothing is aborted", async () => {
    for (const signal of [undefined, new AbortController().signal]) {
      expect(await untilAborted(Promise.resolve(1), signal)).toBe(1);
      await expect(untilAborted(Promise.reject(reason), signal)).rejects.toBe(reason);
    }
  });

  test("ends with the signal's reason, whether it is aborted before or later", async () => {
    await expect(untilAborted(never, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const wait = untilAborted(never, controller.signal);
    controller.abort(reason);
    await expect(wait).rejects.toBe(reason);
  });

  test("minds no failure that comes after the abort", async () => {
    const late = new Promise<never>((_, reject) => {
      setImmediate(() => reject(new Error("too late")));
    });
    await expect(untilAborted(late, AbortSignal.abort(reason))).rejects.toBe(reason);
    await expect(late).rejects.toThrow("too late");
  });
});
