import { randomUUID } from "node:crypto";

import { confidenceOf } from "../../kendra/confidence.ts";
import type { KendraEntry } from "../../kendra/kendra-entry.ts";
import type { KendraHit, KendraIndex } from "../../kendra/kendra-index.ts";
import { type Operation, ServiceError } from "../../operation.ts";
import { countFacets } from "./facets.ts";
import { indexArn } from "./index-arn.ts";
import { jsonAnswer } from "./json-answer.ts";
import { parseKendraBody, type QueryBody, type ResultType } from "./kendra-body.ts";
import { type ItemSettings, type QueryItem, toAnswerItem, toDocumentItem, toQuestionItem } from "./query-items.ts";
import { checkQueryLength, pageOf, searchIndex, toEntryTest } from "./search-index.ts";
import { sortHits } from "./sort-hits.ts";

const MOST_ANSWERS = 3;
const MOST_QUESTIONS = 4;

/** A result before it is written out. */
interface Result {
  type: ResultType;
  hit: KendraHit;
}

/** Query: answers, questions of FAQs and documents, in this order. Source: "Query", Amazon Kendra API Reference. */
export const query: Operation = {
  name: "Query",
  service: "kendra",
  method: "POST",
  path: "/",
  target: "AWSKendraFrontendService.Query",
  resource: indexArn,
  async handle(request, { options, kendra, embedder }) {
    const body = parseKendraBody(request.body, "KendraQueryRequest", options.validation);
    const { QueryText: text = "", QueryResultTypeFilter: only, Facets } = body;
    checkQueryLength(text);
    refuseCollapsing(body);
    const accept = toEntryTest(body);
    const index = kendra.resolve(body.IndexId);
    const hits = await hitsOf(index, text, accept);
    const results = toResults(hits, body).filter(({ type }) => only === undefined || type === only);
    const queryId = randomUUID();
    const settings = { queryId, query: text, embedder, wanted: body.RequestedDocumentAttributes };
    return jsonAnswer({
      QueryId: queryId,
      ResultItems: await Promise.all(pageOf(results, body).map(async (result) => await toItem(result, settings))),
      FacetResults: countFacets(Facets ?? [], new Set(hits.map(({ entry }) => entry))),
      TotalNumberOfResults: results.length,
    });
  },
};

/** Without a text, all documents that are let through. */
async function hitsOf(index: KendraIndex, text: string, accept: (entry: KendraEntry) => boolean): Promise<KendraHit[]> {
  if (text.trim() !== "") return await searchIndex(index, text, accept);
  await index.ready();
  return index
    .entries()
    .filter(accept)
    .map((entry) => ({ entry, passage: entry.passages[0] ?? "", score: 0, terms: [] }));
}

function toResults(hits: readonly KendraHit[], body: QueryBody): Result[] {
  const isSure = (hit: KendraHit): boolean => hit.score > 0 && confidenceOf(hit) !== "LOW";
  const documents = bestOfEach(hits.filter(({ entry }) => entry.faq === undefined));
  const answers = documents.filter((hit) => ["HIGH", "VERY_HIGH"].includes(confidenceOf(hit)));
  const questions = hits.filter((hit) => hit.entry.faq !== undefined && isSure(hit));
  const as = (type: ResultType, list: readonly KendraHit[]): Result[] => list.map((hit) => ({ type, hit }));
  return [
    ...as("ANSWER", answers.slice(0, body.QueryResultTypeFilter === "ANSWER" ? MOST_ANSWERS : 1)),
    ...as("QUESTION_ANSWER", questions.slice(0, MOST_QUESTIONS)),
    ...as("DOCUMENT", sortHits(documents, body)),
  ];
}

/** The best passage of each document. */
function bestOfEach(hits: readonly KendraHit[]): KendraHit[] {
  const best = new Map<string, KendraHit>();
  for (const hit of hits) {
    if (!best.has(hit.entry.id)) best.set(hit.entry.id, hit);
  }
  return [...best.values()];
}

async function toItem({ type, hit }: Result, settings: ItemSettings): Promise<QueryItem> {
  if (type === "ANSWER") return await toAnswerItem(hit, settings);
  const { faq } = hit.entry;
  return type === "QUESTION_ANSWER" && faq !== undefined
    ? toQuestionItem(hit, faq, settings)
    : toDocumentItem(hit, settings);
}

/** What would change the results, and is not done here, is said. */
function refuseCollapsing({ CollapseConfiguration: collapse }: QueryBody): void {
  if (collapse === undefined) return;
  throw new ServiceError(
    "ValidationException",
    400,
    "CollapseConfiguration is not supported by this local endpoint. Leave it out.",
  );
}
