import { readDocuments } from "../documents/read-documents.ts";
import { type Command, type Invocation, print, UsageError } from "./command.ts";
import { callControl, remoteFlags } from "./remote.ts";

/** Bytes of one call; a control route takes a few more. */
const MOST_BYTES = 500_000;

/** `seed`: documents into a store of a running server. */
export const seed: Command = {
  summary: "Loads documents (txt, md, json, jsonl, csv) into a knowledge base or a Kendra index of a running server.",
  usage: "(--kb ID | --kendra ID) FILE|DIRECTORY…",
  flags: {
    ...remoteFlags,
    kb: { type: "string", value: "ID", help: "the knowledge base, ten letters and digits; made if there is none" },
    kendra: { type: "string", value: "ID", help: "the Kendra index, a UUID; made if there is none" },
    "uri-prefix": { type: "string", value: "TEXT", help: "what stands before the paths of files: s3://docs/" },
  },
  async run(invocation) {
    const route = routeOf(invocation);
    if (invocation.words.length === 0) throw new UsageError("name a file or a directory.");
    const uriPrefix = invocation.text("uri-prefix") ?? "";
    let [documents, added] = [0, 0];
    for (const where of invocation.words) {
      const read = await readDocuments(where, { uriPrefix });
      documents += read.length;
      for (const batch of inBatches(read)) {
        added += countOf(await (await callControl(invocation, "POST", route, batch)).json());
      }
    }
    print(`Loaded ${documents} documents: ${added} can be found.`);
    return 0;
  },
};

function routeOf(invocation: Invocation): string {
  const stores = { "knowledge-bases": invocation.text("kb"), "kendra-indexes": invocation.text("kendra") };
  const given = Object.entries(stores).filter(([, id]) => id !== undefined);
  const [store] = given;
  if (store === undefined || given.length > 1) throw new UsageError("pass one of --kb ID and --kendra ID.");
  return `${store[0]}?id=${encodeURIComponent(store[1] ?? "")}`;
}

function* inBatches(documents: readonly object[]): Generator<object[]> {
  let batch: object[] = [];
  let bytes = 0;
  for (const document of documents) {
    const size = Buffer.byteLength(JSON.stringify(document));
    if (batch.length > 0 && bytes + size > MOST_BYTES) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(document);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** The server is of this package, so the answer has the number. */
function countOf(answer: unknown): number {
  return typeof answer === "object" && answer !== null && "added" in answer ? Number(answer.added) : 0;
}
