import { expect, it } from "vitest";

import { matchesAction } from "./authenticate.ts";

it.each([
  ["*", "bedrock:InvokeModel", true],
  ["bedrock:*", "bedrock:InvokeModel", true],
  ["bedrock:Invoke*", "bedrock:InvokeModelWithResponseStream", true],
  ["BEDROCK:invokemodel", "bedrock:InvokeModel", true],
  ["bedrock:InvokeMode?", "bedrock:InvokeModel", true],
  ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", false],
  ["kendra:*", "bedrock:InvokeModel", false],
  ["bedrock.InvokeModel", "bedrock:InvokeModel", false],
  [".*", "bedrock:InvokeModel", false],
])("the pattern %s for %s: %s", (pattern, action, expected) => {
  expect(matchesAction(pattern, action)).toBe(expected);
});
