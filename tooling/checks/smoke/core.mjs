import { strict as assert } from "node:assert";

/** @param {any} module `@langchain-aws/core`, imported or required */
export default function smoke({ parseModelId }) {
  const parsed = parseModelId("us.anthropic.claude-3-5-haiku-20241022-v1:0");
  assert.equal(parsed.provider, "anthropic");
  return parsed.baseModelId ?? "";
}
