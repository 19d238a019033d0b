import { sentencesOf } from "../../../chat/rules/sources.ts";
import type { ContentBlock } from "../../../chat/content-blocks.ts";
import { blockText } from "../../../chat/conversation.ts";
import { wordOverlap } from "../../../engines/relevance.ts";

/** A piece of an answer. */
export interface CitedText {
  text: string;
  /** What a stream cuts it into, where the reply says so. */
  pieces?: readonly string[];
  /** The passages that the model names, by their index; absent when it names none, and they must be looked for. */
  references?: readonly number[];
}

/** A part of an answer's text, and the passages that it rests on. */
export interface AnswerPart {
  /** Without the white space around it. */
  text: string;
  /** Where it begins in the text that it was cut from. */
  start: number;
  /** Indexes of passages. */
  references: readonly number[];
}

/** A sentence of which fewer words are in a passage does not come from it. */
const LEAST_OVERLAP = 0.6;
/** A passage that has nearly as many of a sentence's words as the best one supports it as well. */
const NEARLY = 0.9;

/** What a content block of a model's reply says, with the search results that it cites; nothing for other blocks. */
export function toCitedText(block: ContentBlock, pieces: readonly string[] | undefined): CitedText | undefined {
  const text = blockText(block);
  if (text === undefined) return undefined;
  const references = "citationsContent" in block ? citedResults(block.citationsContent.citations ?? []) : [];
  return { text, ...(pieces !== undefined && { pieces }), ...(references.length > 0 && { references }) };
}

function citedResults(citations: readonly object[]): number[] {
  const indexes = citations.flatMap((citation): number[] => {
    const location: unknown = "location" in citation ? citation.location : undefined;
    if (typeof location !== "object" || location === null || !("searchResultLocation" in location)) return [];
    const { searchResultLocation: result } = location;
    const isIndexed = typeof result === "object" && result !== null && "searchResultIndex" in result;
    return isIndexed && typeof result.searchResultIndex === "number" ? [result.searchResultIndex] : [];
  });
  return [...new Set(indexes)];
}

/**
 * The parts of a text. Where the model says what it cites, the text is one part. Where it does not, each sentence is
 * compared with the passages by its words, and neighbours that rest on the same passages are one part.
 */
export function toParts({ text, references }: CitedText, passages: readonly string[]): AnswerPart[] {
  if (references !== undefined) {
    return trimmed(
      text,
      0,
      text.length,
      references.filter((index) => index < passages.length),
    );
  }
  const parts: { start: number; end: number; references: readonly number[] }[] = [];
  for (const { text: sentence, start, end } of sentencesOf(text)) {
    const found = supporting(sentence, passages);
    const last = parts.at(-1);
    if (last !== undefined && isSame(last.references, found)) last.end = end;
    else parts.push({ start, end, references: found });
  }
  return parts.flatMap((part) => trimmed(text, part.start, part.end, part.references));
}

function trimmed(text: string, start: number, end: number, references: readonly number[]): AnswerPart[] {
  const whole = text.slice(start, end);
  const part = whole.trim();
  return part === "" ? [] : [{ text: part, start: start + whole.indexOf(part), references }];
}

function supporting(sentence: string, passages: readonly string[]): number[] {
  const overlaps = passages.map((passage) => wordOverlap(sentence, passage));
  const least = Math.max(LEAST_OVERLAP, Math.max(0, ...overlaps) * NEARLY);
  return overlaps.flatMap((overlap, index) => (overlap >= least ? [index] : []));
}

const isSame = (left: readonly number[], right: readonly number[]): boolean =>
  left.length === right.length && left.every((index, at) => index === right[at]);
