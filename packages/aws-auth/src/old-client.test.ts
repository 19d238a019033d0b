import { constructStack } from "@smithy/core/client";
import { expect, test } from "vitest";
import { describeOldClient } from "./old-client.ts";

/** What the AWS SDK throws when one middleware is to stand beside another that is not there. */
function misfit(): unknown {
  const stack = constructStack<object, object>();
  stack.addRelativeTo(<T>(next: T): T => next, { name: "a", relation: "before", toMiddleware: "serializerMiddleware" });
  try {
    stack.resolve(async () => ({ response: {}, output: {} as never }), {});
    return undefined;
  } catch (error) {
    return error;
  }
}

test("a client of a far older release is told in one sentence, with what to type", () => {
  const cause = misfit();
  const error = describeOldClient(cause, "kendra");
  expect(error?.message).toBe(
    "The client that was passed is of a release of the AWS SDK that is too old for this package. Install a newer one: " +
      "npm install @aws-sdk/client-kendra@latest",
  );
  expect(error).toMatchObject({ code: "CONFIG_OLD_VERSION", cause });
});

test.each([new Error("Middleware"), "text", undefined, { message: "Middleware is not found when adding" }])(
  "%o is another failure",
  (error) => {
    expect(describeOldClient(error, "kendra")).toBeUndefined();
  },
);
