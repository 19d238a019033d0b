import { Buffer } from "node:buffer";
import type { CitationLocation, ContentBlocks, DocumentSource } from "../content-blocks.ts";
import type { ChatRequest } from "../responder.ts";

/** A passage of a document, a search result or a context block of the request. */
export interface Passage {
  text: string;
  /** The name of the document, the title of the search result. */
  title?: string;
  source?: string;
  /** Where a citation of it points; absent when the source did not ask for citations. */
  location?: CitationLocation;
}

/** All sentences that the request gives as knowledge: documents, search results, context in the prompt. */
export function passagesOf(request: ChatRequest): Passage[] {
  const passages: Passage[] = [];
  let documentIndex = 0;
  let searchResultIndex = 0;
  for (const { role, content } of request.messages) {
    if (role !== "user") continue;
    for (const block of content) {
      if ("document" in block) passages.push(...documentPassages(block.document, documentIndex++));
      if ("searchResult" in block) passages.push(...searchResultPassages(block.searchResult, searchResultIndex++));
      if ("text" in block) passages.push(...contextPassages(block.text));
    }
  }
  return [...contextPassages(request.system), ...passages];
}

/** The question of a text that brings its own context along. */
export function withoutContext(text: string): string {
  const [, asked] = /(?:^|\n)\s*question:\s*([^\n]+)/iu.exec(text) ?? [];
  return asked ?? text.replaceAll(CONTEXT, " ").trim();
}

/** Between tags, behind "Context:", or behind a line that announces it: "Answer from the following context:". */
const CONTEXT =
  /<(context|documents?|sources)>([\s\S]*?)<\/\1>|(?:^|\n)(?:context:|[^\n]*\b(?:context|documents|sources|passages)\b\W{0,3}:\W{0,3}\n)\s*([\s\S]*?)(?=\n\s*(?:question|(?:helpful )?answer):|$)/giu;

function contextPassages(text: string): Passage[] {
  return [...text.matchAll(CONTEXT)].flatMap(([, , tagged, labelled]) =>
    sentencesOf(tagged ?? labelled ?? "").map((sentence) => ({ text: sentence.text })),
  );
}

function documentPassages(document: ContentBlocks["document"], documentIndex: number): Passage[] {
  const isCited = document.citations?.enabled === true;
  return partsOf(document.source, document.format).flatMap(({ text, isChunk }, chunk) =>
    sentencesOf(text).map(({ text: sentence, start, end }) => ({
      text: sentence,
      title: document.name,
      ...(isCited && {
        location: isChunk ? chunkLocation(documentIndex, chunk) : charLocation(documentIndex, start, end),
      }),
    })),
  );
}

const chunkLocation = (documentIndex: number, chunk: number): CitationLocation => ({
  documentChunk: { documentIndex, start: chunk, end: chunk + 1 },
});
const charLocation = (documentIndex: number, start: number, end: number): CitationLocation => ({
  documentChar: { documentIndex, start, end },
});

function searchResultPassages(result: ContentBlocks["searchResult"], searchResultIndex: number): Passage[] {
  const isCited = result.citations?.enabled === true;
  return result.content.flatMap(({ text }, chunk) =>
    sentencesOf(text).map((sentence) => ({
      text: sentence.text,
      title: result.title,
      source: result.source,
      ...(isCited && { location: { searchResultLocation: { searchResultIndex, start: chunk, end: chunk + 1 } } }),
    })),
  );
}

const READABLE = new Set(["txt", "md", "csv", "html"]);

/** The texts of a document; none for formats that would need a parser, and for documents in S3. */
export function partsOf(source: DocumentSource, format: string | undefined): { text: string; isChunk: boolean }[] {
  if ("text" in source) return [{ text: source.text, isChunk: false }];
  if ("content" in source) return source.content.map(({ text }) => ({ text, isChunk: true }));
  if (!("bytes" in source) || !READABLE.has(format ?? "")) return [];
  const { bytes } = source;
  const text = (typeof bytes === "string" ? Buffer.from(bytes, "base64") : Buffer.from(bytes)).toString("utf8");
  return [{ text: format === "html" ? text.replaceAll(/<[^>]*>/gu, " ") : text, isChunk: false }];
}

/** The sentences of a text, and where they stand in it; a line ends one as well. */
export function sentencesOf(text: string): { text: string; start: number; end: number }[] {
  return [...text.matchAll(/[^\s.!?\n][^\n]*?(?:[.!?](?=\s|$)|(?=\n|$))/gu)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}
