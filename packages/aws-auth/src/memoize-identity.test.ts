import { expect, test } from "vitest";
import { memoizeIdentity } from "./memoize-identity.ts";

const minutes = (count: number): number => count * 60_000;

function counting(lifetimeMs: number | undefined) {
  let now = 0;
  let calls = 0;
  const provider = memoizeIdentity(
    async () => {
      calls += 1;
      const expiration = lifetimeMs === undefined ? {} : { expiration: new Date(now + lifetimeMs) };
      return { number: calls, ...expiration };
    },
    () => now,
  );
  return { at: async (time: number) => ((now = time), (await provider()).number), provider };
}

test("keeps an identity until five minutes before its end", async () => {
  const { at } = counting(minutes(60));
  expect([await at(0), await at(minutes(55)), await at(minutes(55) + 1), await at(minutes(56))]).toEqual([1, 1, 2, 2]);
});

test("keeps an identity without an end for good", async () => {
  const { at } = counting(undefined);
  expect([await at(0), await at(minutes(100_000))]).toEqual([1, 1]);
});

test("asks once for all who ask at the same time", async () => {
  const { provider } = counting(minutes(1));
  const identities = await Promise.all([provider(), provider(), provider()]);
  expect(identities.map(({ number }) => number)).toEqual([1, 1, 1]);
});

test("asks again when it is told to", async () => {
  const { provider } = counting(undefined);
  await provider();
  expect((await provider({ forceRefresh: true })).number).toBe(2);
});

test("does not keep a failure", async () => {
  let calls = 0;
  const provider = memoizeIdentity(async () => {
    calls += 1;
    if (calls === 1) throw new Error("not yet");
    return {};
  });
  await expect(provider()).rejects.toThrow("not yet");
  await expect(provider()).resolves.toEqual({});
});
