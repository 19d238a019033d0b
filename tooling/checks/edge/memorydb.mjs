import { InMemoryDBFilter, InMemoryVectorStore } from "@langchain-aws/memorydb";

export default async () => {
  // No sockets of Node's kind here: a client of the caller's does the sending.
  const client = {
    owned: false,
    /** @param {readonly unknown[]} args */
    send: async (args) => {
      if (args[0] === "FT._LIST") return [];
      return args[0] === "FT.SEARCH" ? [1, "doc:notes:1", ["content", "hello", "distance", "0"]] : "OK";
    },
    /** @param {readonly unknown[]} commands */
    pipeline: async (commands) => commands.map(() => 1),
    scan: async function* scan() {},
    close: async () => {},
  };
  const embeddings = { embedQuery: async () => [1, 0], embedDocuments: async () => [[1, 0]] };
  const indexSchema = { tag: [{ name: "kind" }] };
  const store = new InMemoryVectorStore(embeddings, { client, engine: "memorydb", indexName: "notes", indexSchema });
  await store.addTexts(["hello"], [{ kind: "greeting" }]);
  const found = await store.similaritySearch("hello", 1, InMemoryDBFilter.tag("kind").eq("greeting"));
  if (found.length !== 1) throw new Error(`${found.length} results`);
};
