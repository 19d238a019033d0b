import { createCaller } from "@langchain-aws/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { runPool } from "./pool.ts";

test("every job is done once, whatever the order in which they end, and never more than the width at a time", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.nat(30), fc.integer({ min: 1, max: 6 }), async (scheduler, count, width) => {
      const done: number[] = [];
      let busy = 0;
      const pool = runPool({
        jobs: Array.from({ length: count }, (_, job) => job).values(),
        caller: createCaller({ maxConcurrency: width }),
        width,
        work: async (job) => {
          busy += 1;
          expect(busy).toBeLessThanOrEqual(width);
          await scheduler.schedule(Promise.resolve());
          done.push(job);
          busy -= 1;
        },
      });
      expect(await scheduler.waitFor(pool)).toBeUndefined();
      expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, job) => job));
    }),
    { numRuns: 50 },
  );
});

test("after a failure no job begins, whatever the order; those that had begun are aborted or come to their end", async () => {
  const anyRun = [fc.scheduler(), fc.integer({ min: 1, max: 5 }), fc.nat(19), fc.boolean()] as const;
  await fc.assert(
    fc.asyncProperty(...anyRun, async (scheduler, width, bad, finishInFlight) => {
      const begun: number[] = [];
      const ended: number[] = [];
      const aborted: number[] = [];
      let begunAtFailure = 0;
      const pool = runPool({
        jobs: Array.from({ length: 20 }, (_, job) => job).values(),
        caller: createCaller({ maxConcurrency: width }),
        width,
        finishInFlight,
        work: async (job, signal) => {
          begun.push(job);
          signal.addEventListener("abort", () => aborted.push(job));
          await scheduler.schedule(Promise.resolve());
          if (job === bad) {
            begunAtFailure = begun.length;
            throw new Error("bad");
          }
          ended.push(job);
        },
      });
      expect(await scheduler.waitFor(pool)).toMatchObject({ job: bad, error: { message: "bad" } });
      await scheduler.waitIdle();
      expect(begun).toHaveLength(begunAtFailure);
      // Those that were waited for have ended; of the others each was aborted, or had ended already.
      const settled = finishInFlight ? ended : [...ended, ...aborted];
      expect(new Set([...settled, bad])).toEqual(new Set(begun));
      expect(aborted.length).toBeLessThan(finishInFlight ? 1 : width);
    }),
    { numRuns: 50 },
  );
});

test("jobs are taken one at a time, when there is a worker for them", async () => {
  let taken = 0;
  let done = 0;
  function* jobs(): Generator<number> {
    while (taken < 1000) {
      taken += 1;
      yield taken;
    }
  }
  await runPool({
    jobs: jobs(),
    caller: createCaller({ maxConcurrency: 3 }),
    width: 3,
    work: async () => {
      expect(taken - done).toBeLessThanOrEqual(3);
      await Promise.resolve();
      done += 1;
    },
  });
  expect([taken, done]).toEqual([1000, 1000]);
});
