import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";

import type { Embedder } from "../../engines/embedder.ts";
import { toWireAttributes } from "../../kendra/attributes.ts";
import { bestSentence } from "../../kendra/best-sentence.ts";
import { confidenceOf } from "../../kendra/confidence.ts";
import { excerptAt, firstPlace, highlight, type TextWithHighlights, toHighlight } from "../../kendra/excerpt.ts";
import type { Faq, Table } from "../../kendra/kendra-entry.ts";
import type { KendraHit } from "../../kendra/kendra-index.ts";
import { wordsOf } from "../../engines/text-index.ts";

/** What items are made with. */
export interface ItemSettings {
  queryId: string;
  query: string;
  embedder: Embedder;
  /** The attributes to answer with; all when absent. */
  wanted: readonly string[] | undefined;
}

/** A result as on the wire. Source: "QueryResultItem", Amazon Kendra API Reference. */
export type QueryItem = Readonly<Record<string, unknown>>;

const EXCERPT_CHARACTERS = 300;

/** A document with the part of it that the query is about. */
export function toDocumentItem(hit: KendraHit, settings: ItemSettings): QueryItem {
  const { entry, passage, terms } = hit;
  return {
    ...baseItem(hit, "DOCUMENT", settings),
    AdditionalAttributes: [],
    DocumentTitle: highlight(entry.title, terms),
    DocumentExcerpt: highlight(excerptAt(passage, firstPlace(passage, terms)), terms),
  };
}

/** A question of a FAQ with its answer. */
export function toQuestionItem(hit: KendraHit, { question, answer }: Faq, settings: ItemSettings): QueryItem {
  const excerpt = answer.slice(0, EXCERPT_CHARACTERS);
  return {
    ...baseItem(hit, "QUESTION_ANSWER", settings),
    AdditionalAttributes: [
      additional("QuestionText", highlight(question, hit.terms)),
      additional("AnswerText", { Text: answer, Highlights: [] }),
    ],
    DocumentTitle: { Text: hit.entry.title },
    DocumentExcerpt: { Text: excerpt, Highlights: [toHighlight(0, excerpt.length, false)] },
  };
}

/** An answer out of a document: the excerpt around the sentence that says most, or a table with its best cell. */
export async function toAnswerItem(hit: KendraHit, settings: ItemSettings): Promise<QueryItem> {
  const { entry, terms, passage } = hit;
  const base = baseItem(hit, "ANSWER", settings);
  const DocumentTitle = highlight(entry.title, terms);
  if (entry.table !== undefined) {
    return {
      ...base,
      Format: "TABLE",
      AdditionalAttributes: [],
      DocumentTitle,
      DocumentExcerpt: { Text: "", Highlights: [] },
      TableExcerpt: toTableExcerpt(entry.table, settings.query),
    };
  }
  const sentence = await bestSentence(settings.query, passage, settings.embedder);
  const excerpt = excerptAt(passage, sentence?.start ?? 0);
  const begin = sentence === undefined ? -1 : excerpt.indexOf(sentence.text);
  const answer = highlight(excerpt, terms);
  if (sentence !== undefined && begin >= 0) {
    answer.Highlights.unshift(toHighlight(begin, begin + sentence.text.length, true));
  }
  return {
    ...base,
    Format: "TEXT",
    AdditionalAttributes: [additional("AnswerText", answer)],
    DocumentTitle,
    DocumentExcerpt: highlight(excerpt, terms),
  };
}

function baseItem(hit: KendraHit, Type: string, { queryId, wanted }: ItemSettings): Record<string, unknown> {
  const { entry } = hit;
  return {
    Id: `${queryId}-${randomUUID()}`,
    Type,
    DocumentId: entry.id,
    ...(entry.uri !== undefined && { DocumentURI: entry.uri }),
    DocumentAttributes: toWireAttributes(entry.attributes, wanted),
    ScoreAttributes: { ScoreConfidence: confidenceOf(hit) },
    FeedbackToken: Buffer.from(`${queryId}/${entry.id}`).toString("base64url"),
  };
}

function additional(Key: string, text: TextWithHighlights): Record<string, unknown> {
  return { Key, ValueType: "TEXT_WITH_HIGHLIGHTS_VALUE", Value: { TextWithHighlightsValue: text } };
}

/** The header and the rows; the top answer is the cell of the best row whose column the query names. */
function toTableExcerpt([header = [], ...rows]: Table, query: string): Record<string, unknown> {
  const words = new Set(wordsOf(query));
  const count = (text: string): number => wordsOf(text).filter((word) => words.has(word)).length;
  const counts = rows.map((row) => count(row.join(" ")));
  const bestRow = counts.indexOf(Math.max(...counts));
  const columns = header.map((name, column) => count(name) - count(rows[bestRow]?.[column] ?? "") / 2);
  const bestColumn = columns.indexOf(Math.max(...columns));
  const cells = [
    { Cells: header.map((Value) => ({ Value, Header: true, Highlighted: false, TopAnswer: false })) },
    ...rows.map((row, index) => ({
      Cells: row.map((Value, column) => {
        const isBest = index === bestRow && column === bestColumn;
        return { Value, Header: false, Highlighted: isBest, TopAnswer: isBest };
      }),
    })),
  ];
  return { Rows: cells, TotalNumberOfRows: cells.length };
}
