import { strict as assert } from "node:assert";

/** @param {any} module `@langchain-aws/knowledge-bases`, imported or required */
export default async function smoke({ AmazonKnowledgeBasesRetriever, agenticRetrieve, f }) {
  const retriever = new AmazonKnowledgeBasesRetriever({
    knowledgeBaseId: "KB12345678",
    filter: f.eq("department", "hr"),
  });
  assert.throws(() => retriever.with({ filter: { equal: {} } }), /unknown operator/);
  const documents = await retriever.invoke("How many days of vacation are there?");
  assert.deepEqual(
    documents.map((/** @type {any} */ { metadata }) => metadata.source),
    ["s3://handbook/vacation.md"],
  );
  const found = await agenticRetrieve({ knowledgeBaseId: "KBMANAGED1", query: "What does the team plan cost?" });
  assert.match(found.documents[0]?.pageContent ?? "", /thirty euros/);
  return `found, ${documents[0].metadata.score}`;
}
