import { readDocuments } from "../documents/read-documents.ts";
import { type GraphFile, readGraph } from "../seeding/read-graph.ts";
import { readVectors } from "../seeding/read-vectors.ts";
import { type Command, type Invocation, print, UsageError } from "./command.ts";
import { Progress } from "./progress.ts";
import { callControl, remoteFlags } from "./remote.ts";

/** Bytes of one call; a control route takes a few more. */
const MOST_BYTES = 500_000;

/** One call of a control route, and how much of the whole it is. */
interface Call {
  body: unknown;
  items: number;
  /** The file that it is from, where a failure would not say that. */
  file?: string;
}

/** A kind of store. */
interface Target {
  /** The control route that takes the calls. */
  route: string;
  /** What is counted. */
  items: string;
  read(where: string, invocation: Invocation): Promise<Call[]>;
  /** Says how it ended, by what the server added. */
  end(items: number, added: number): string;
}

const documents = {
  items: "documents",
  read: async (where: string, invocation: Invocation): Promise<Call[]> =>
    inBatches(await readDocuments(where, { uriPrefix: invocation.text("uri-prefix") ?? "" })),
  end: (items: number, added: number): string => `Loaded ${items} documents: ${added} can be found.`,
};

/** By the flag that names the store; a new kind of store is a row here and a control route. */
const targets: Readonly<Record<string, Target>> = {
  kb: { ...documents, route: "knowledge-bases" },
  kendra: { ...documents, route: "kendra-indexes" },
  vectors: {
    route: "vector-indexes",
    items: "vectors",
    read: async (where) => inBatches(await readVectors(where)),
    end: (items) => `Loaded ${items} vectors.`,
  },
  graph: {
    route: "graphs",
    items: "statements",
    read: async (where) => (await readGraph(where)).flatMap(toGraphCalls),
    end: (items) => `Ran ${items} statements, a file of RDF counted as one.`,
  },
};

/** `seed`: documents, vectors or graphs into a store of a running server. */
export const seed: Command = {
  summary: "Loads files into a store of a running server: documents, vectors, openCypher or RDF.",
  usage: "(--kb ID | --kendra ID | --vectors BUCKET/INDEX | --graph ID) FILE|DIRECTORY…",
  flags: {
    ...remoteFlags,
    kb: {
      type: "string",
      value: "ID",
      help: "a knowledge base, from txt, md, json, jsonl and csv; made if there is none",
    },
    kendra: { type: "string", value: "ID", help: "a Kendra index, likewise" },
    vectors: { type: "string", value: "NAME", help: "BUCKET/INDEX of S3 Vectors, from json and jsonl; made likewise" },
    graph: { type: "string", value: "ID", help: '"database" or g-…, from cypher, cql, ttl and nt; made likewise' },
    "uri-prefix": { type: "string", value: "TEXT", help: "what stands before the paths of documents: s3://docs/" },
  },
  async run(invocation) {
    const [target, id] = targetOf(invocation);
    if (invocation.words.length === 0) throw new UsageError("name a file or a directory.");
    // Everything is read before the first call, so that a file that cannot be read leaves the store as it was.
    const calls: Call[] = [];
    for (const where of invocation.words) calls.push(...(await target.read(where, invocation)));
    const total = calls.reduce((sum, { items }) => sum + items, 0);
    const progress = new Progress(total, target.items, process.stderr);
    let added = 0;
    for (const call of calls) {
      added += await post(invocation, `${target.route}?id=${encodeURIComponent(id)}`, call);
      progress.add(call.items);
    }
    progress.end();
    print(target.end(total, added));
    return 0;
  },
};

async function post(invocation: Invocation, route: string, { body, file }: Call): Promise<number> {
  try {
    return countOf(await (await callControl(invocation, "POST", route, body)).json());
  } catch (error) {
    if (file === undefined || error instanceof UsageError) throw error;
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function toGraphCalls({ file, seed: content }: GraphFile): Call[] {
  if ("turtle" in content) return [{ body: content, items: 1, file }];
  let from = 0;
  return inBatches(content.openCypher).map(({ body, items }) => {
    const call = { body: { openCypher: body, from }, items, file };
    from += items;
    return call;
  });
}

function targetOf(invocation: Invocation): [Target, string] {
  const given = Object.entries(targets).flatMap(([flag, target]): [Target, string][] => {
    const id = invocation.text(flag);
    return id === undefined ? [] : [[target, id]];
  });
  const [first] = given;
  if (first === undefined || given.length > 1) {
    throw new UsageError(
      `pass one of ${Object.keys(targets)
        .map((flag) => `--${flag}`)
        .join(", ")}, to name the store.`,
    );
  }
  return first;
}

/** Calls of a size that a control route takes, in the order of the items. */
function inBatches(items: readonly unknown[]): Call[] {
  const calls: Call[] = [];
  let batch: unknown[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item));
    if (batch.length > 0 && bytes + size > MOST_BYTES) {
      calls.push({ body: batch, items: batch.length });
      [batch, bytes] = [[], 0];
    }
    batch.push(item);
    bytes += size;
  }
  if (batch.length > 0) calls.push({ body: batch, items: batch.length });
  return calls;
}

/** The server is of this package, so the answer has the number. */
function countOf(answer: unknown): number {
  return typeof answer === "object" && answer !== null && "added" in answer ? Number(answer.added) : 0;
}
