import type { RerankDocument as WireDocument, RerankSource as WireSource } from "@aws-sdk/client-bedrock-agent-runtime";
import { isPlainRecord } from "@langchain-aws/core";
import { cutText, isBlank } from "./text-limit.ts";
import { toWireJson } from "./wire-json.ts";

/** A document on its way to the service. */
export interface Source {
  /** Its place in the caller's array. */
  readonly index: number;
  readonly wire: WireSource;
}

/**
 * The documents as Rerank takes them, in the caller's order. Blank texts are left out, since nothing can be said about
 * them and the service refuses a whole request for one; texts that are too long for it are cut.
 *
 * @throws TypeError with the index of what is no document
 */
export function toSources(documents: readonly unknown[]): Source[] {
  if (!Array.isArray(documents)) throw new TypeError("The documents must be an array.");
  const sources: Source[] = [];
  // By index, because a hole in an array is no document either, and `forEach` would pass it over.
  for (let index = 0; index < documents.length; index += 1) {
    const document = toWireDocument(documents[index], index);
    if (document === undefined) continue;
    sources.push({ index, wire: { type: "INLINE", inlineDocumentSource: document } });
  }
  return sources;
}

function toWireDocument(document: unknown, index: number): WireDocument | undefined {
  const text = textOf(document);
  if (text !== undefined) {
    return isBlank(text) ? undefined : { type: "TEXT", textDocument: { text: cutText(text) } };
  }
  if (!isPlainRecord(document)) {
    throw new TypeError(
      `documents[${index}] is ${describe(document)}. Pass a string, a Document with a string pageContent, or a plain object.`,
    );
  }
  const json = toWireJson(document);
  if (json !== undefined) return { type: "JSON", jsonDocument: json };
  throw new TypeError(`documents[${index}] cannot be written as a JSON object: look for a BigInt or a cycle in it.`);
}

/** The text of a string or a LangChain document, whatever its class: several copies of LangChain may be installed. */
function textOf(document: unknown): string | undefined {
  if (typeof document === "string") return document;
  if (typeof document !== "object" || document === null || !("pageContent" in document)) return undefined;
  return typeof document.pageContent === "string" ? document.pageContent : undefined;
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an instance of a class" : `of type ${typeof value}`;
}
