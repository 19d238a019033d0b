import { randomUUID } from "node:crypto";

import { toWireAttributes } from "../../kendra/attributes.ts";
import { confidenceOf } from "../../kendra/confidence.ts";
import type { KendraHit } from "../../kendra/kendra-index.ts";
import type { Operation } from "../../operation.ts";
import { indexArn } from "./index-arn.ts";
import { jsonAnswer } from "./json-answer.ts";
import { parseKendraBody } from "./kendra-body.ts";
import { checkQueryLength, pageOf, searchIndex, toEntryTest } from "./search-index.ts";

/** Retrieve: passages of documents, and no answers or questions. Source: "Retrieve", Amazon Kendra API Reference. */
export const retrieve: Operation = {
  name: "Retrieve",
  service: "kendra",
  method: "POST",
  path: "/",
  target: "AWSKendraFrontendService.Retrieve",
  resource: indexArn,
  async handle(request, { options, kendra }) {
    const body = parseKendraBody(request.body, "KendraRetrieveRequest", options.validation);
    checkQueryLength(body.QueryText);
    const isAllowed = toEntryTest(body);
    const index = kendra.resolve(body.IndexId);
    const hits = await searchIndex(index, body.QueryText, (entry) => entry.faq === undefined && isAllowed(entry));
    const queryId = randomUUID();
    const items = pageOf(hits, body).map((hit) => toItem(hit, queryId, body.RequestedDocumentAttributes));
    return jsonAnswer({ QueryId: queryId, ResultItems: items });
  },
};

function toItem(hit: KendraHit, queryId: string, wanted: readonly string[] | undefined): Record<string, unknown> {
  const { entry, passage } = hit;
  return {
    Id: `${queryId}-${randomUUID()}`,
    DocumentId: entry.id,
    DocumentTitle: entry.title,
    Content: passage,
    ...(entry.uri !== undefined && { DocumentURI: entry.uri }),
    DocumentAttributes: toWireAttributes(entry.attributes, wanted),
    ScoreAttributes: { ScoreConfidence: confidenceOf(hit) },
  };
}
