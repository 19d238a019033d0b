import { strict as assert } from "node:assert";

/** @param {any} module `@langchain-aws/neptune`, imported or required */
export default async function smoke({ NeptuneGraph, NeptuneReadOnlyViolationError }) {
  const graph = new NeptuneGraph({ endpointUrl: process.env["AWS_ENDPOINT_URL_NEPTUNEDATA"], readOnly: true });
  const { status } = await graph.verifyConnectivity();
  assert.equal(status, "healthy");
  await assert.rejects(graph.query("MATCH (n) DETACH DELETE n"), (error) =>
    NeptuneReadOnlyViolationError.isInstance(error),
  );
  await graph.dispose();
  return "asked an instance how it is, refused a write";
}
