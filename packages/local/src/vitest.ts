import { afterAll, beforeAll, beforeEach, type TestContext } from "vitest";

import { createLocalAws, type LocalAws } from "./local-aws.ts";
import type { LocalAwsOptions } from "./options.ts";

/**
 * Starts an endpoint before the tests of this file or `describe` block, and stops it after them.
 *
 * Before each test the instance is reset, so the tests that share it must not run concurrently. A failed test has the
 * requests that it sent in its report. A chat script that ran out, or whose expectation did not hold, fails its test,
 * unless the test calls `chat.reset()`.
 *
 * @returns a handle that can be used inside tests and hooks, not while the tests are being collected
 */
export function useLocalAws(options: LocalAwsOptions = {}): LocalAws {
  let running: LocalAws | undefined;
  const current = (): LocalAws => {
    if (running === undefined) throw new Error("useLocalAws: the endpoint runs inside tests and hooks only.");
    return running;
  };

  beforeAll(async () => {
    running = await createLocalAws(options);
  });
  beforeEach((context) => {
    current().reset();
    context.onTestFailed(() => report(current(), context));
    return () => checkScript(current());
  });
  afterAll(async () => {
    await running?.close();
    running = undefined;
  });

  return createHandle(current);
}

/** Runs inside the test's life, where a thrown error still fails it. */
function checkScript(aws: LocalAws): void {
  const [failure] = aws.chat.failures;
  if (failure !== undefined) throw new Error(failure);
}

/** Into the message, which every reporter prints: annotations are closed once a test has failed. */
function report(aws: LocalAws, context: TestContext): void {
  const [error] = context.task.result?.errors ?? [];
  if (error !== undefined) error.message = `${error.message}\n\n${aws.describeRequests()}`;
}

/** Reads every member from the instance of the moment, so that the handle can be taken before there is one. */
function createHandle(current: () => LocalAws): LocalAws {
  return new Proxy<LocalAws>(Object.create(null), {
    get(_target, name) {
      const instance = current();
      const member: unknown = Reflect.get(instance, name);
      return typeof member === "function" ? member.bind(instance) : member;
    },
    has: (_target, name) => Reflect.has(current(), name),
  });
}
