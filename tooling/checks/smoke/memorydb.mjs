import { strict as assert } from "node:assert";

/** @param {any} module `@langchain-aws/memorydb`, imported or required */
export default async function smoke({ InMemoryVectorStore, InMemoryDBFilter, MemoryDBConfigError }) {
  const sent = [];
  const client = {
    owned: false,
    send: async (/** @type {string[]} */ args) => {
      sent.push(args[0]);
      if (args[0] === "FT._LIST") return [];
      return args[0] === "FT.SEARCH" ? [1, "doc:notes:1", ["content", "hello", "distance", "0"]] : "OK";
    },
    pipeline: async (/** @type {unknown[]} */ commands) => commands.map(() => 1),
    scan: async function* scan() {},
    close: async () => {},
  };
  const embeddings = { embedQuery: async () => [1, 0], embedDocuments: async () => [[1, 0]] };
  const fields = { client, engine: "memorydb", indexName: "notes", indexSchema: { tag: [{ name: "kind" }] } };
  const store = new InMemoryVectorStore(embeddings, fields);
  await store.addTexts(["hello"], [{ kind: "greeting" }]);
  const [document] = await store.similaritySearch("hello", 1, InMemoryDBFilter.tag("kind").eq("greeting"));
  assert.equal(document?.pageContent, "hello");
  assert.throws(() => new InMemoryVectorStore(embeddings, { indexName: "x", redisHost: "y" }), MemoryDBConfigError);
  return `stored and found, ${sent.join(", ")}`;
}
