import type { Document } from "@langchain/core/documents";
import { textOf } from "../clients/bytes.ts";
import type { Connection } from "../connection/connection.ts";
import type { ResolvedSchema } from "../schema/index-schema.ts";
import { fieldsToRead, readDocument } from "./read-document.ts";

const keysOfOneBurst = 1000;

/** What reading documents by key needs of a store. */
export interface GetSettings {
  readonly connection: Connection;
  readonly schema: ResolvedSchema;
  readonly keyInMetadata: boolean;
  readonly signal?: AbortSignal;
}

/** Reads documents by their keys; only the fields that a document is made of. */
export async function getDocuments(
  keys: readonly string[],
  { connection, schema, keyInMetadata, signal }: GetSettings,
): Promise<Document[]> {
  const names = fieldsToRead(schema, {});
  const documents: Document[] = [];
  for (let at = 0; at < keys.length; at += keysOfOneBurst) {
    const page = keys.slice(at, at + keysOfOneBurst);
    const replies = await connection.pipeline(
      page.map((key) => ({ args: ["HMGET", key, ...names], key })),
      { signal },
    );
    for (const [place, reply] of replies.entries()) {
      if (reply instanceof Error) throw reply;
      const fields = toFields(names, reply);
      if (fields !== undefined) documents.push(readDocument(page[place] ?? "", fields, schema, { keyInMetadata }));
    }
  }
  return documents;
}

function toFields(names: readonly string[], reply: unknown): ReadonlyMap<string, string> | undefined {
  if (!Array.isArray(reply)) return undefined;
  const pairs = names.flatMap((name, index): [string, string][] =>
    reply[index] === null || reply[index] === undefined ? [] : [[name, textOf(reply[index])]],
  );
  return pairs.length === 0 ? undefined : new Map(pairs);
}
