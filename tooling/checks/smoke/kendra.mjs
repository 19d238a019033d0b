import { strict as assert } from "node:assert";

/** @param {any} module `@langchain-aws/kendra`, imported or required */
export default async function smoke({ AmazonKendraRetriever, f }) {
  const retriever = new AmazonKendraRetriever({
    indexId: "c0806df7-e76b-4bce-9b5c-d5582f6b1a03",
    attributeFilter: f.eq("department", "hr"),
  });
  const [document, ...others] = await retriever.invoke("days of vacation");
  assert.equal(others.length, 0);
  assert.equal(document?.metadata.title, "Vacation policy");
  assert.equal(document?.metadata.document_attributes._created_at, "2026-01-01T00:00:00.000Z");
  return `found, ${document.metadata.score}`;
}
