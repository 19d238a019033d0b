import { strict as assert } from "node:assert";

/** @param {any} module `@langchain-aws/aws-auth`, imported or required */
export default function smoke(module) {
  assert.ok(Object.keys(module).length > 0);
  return "imported";
}
