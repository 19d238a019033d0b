import { Buffer } from "node:buffer";

import type { FoundPassage } from "../../knowledge-bases/knowledge-base.ts";
import { type LocalState, type Operation, ServiceError } from "../../operation.ts";
import { findPassages } from "./find-passages.ts";
import { knowledgeBaseArn } from "./knowledge-base-arn.ts";
import { offsetOf, tokenOf } from "../page-token.ts";
import { type GuardrailReference, parseRetrieveBody, type RetrieveBody } from "./retrieve-body.ts";
import { toReference } from "./to-reference.ts";

/** Retrieve: the passages of a knowledge base. Source: "Retrieve", Amazon Bedrock API Reference. */
export const retrieve: Operation = {
  name: "Retrieve",
  service: "bedrock-agent-runtime",
  method: "POST",
  path: "/knowledgebases/{knowledgeBaseId}/retrieve",
  resource: ({ params }, { options }) => knowledgeBaseArn(params["knowledgeBaseId"] ?? "*", options),
  async handle(request, state) {
    const { knowledgeBaseId = "" } = request.params;
    const body = parseRetrieveBody(request.body, knowledgeBaseId, state.options.validation);
    const { retrievalConfiguration: configuration = {}, nextToken } = body;
    const query = readQuery(body);
    const knowledgeBase = state.knowledgeBases.resolve(knowledgeBaseId);
    const asked = { ...body, nextToken: undefined, knowledgeBaseId: knowledgeBase.id };
    const offset = offsetOf(nextToken, asked);
    const guarded = applyGuardrail(query.text, body.guardrailConfiguration, state);
    const { guardrailAction } = guarded;
    if (guarded.text === undefined) return { kind: "json", body: { retrievalResults: [], guardrailAction } };
    const { passages, nextOffset } = await findPassages(
      knowledgeBase,
      { ...query, text: guarded.text, configuration, offset },
      state,
    );
    return {
      kind: "json",
      body: {
        retrievalResults: passages.map(toResult),
        ...(guardrailAction !== undefined && { guardrailAction }),
        ...(nextOffset !== undefined && { nextToken: tokenOf(nextOffset, asked) }),
      },
    };
  },
};

function readQuery({ retrievalQuery: { type = "TEXT", text = "", image } }: RetrieveBody): {
  text: string;
  image?: Uint8Array;
} {
  if (type === "IMAGE" && image !== undefined) return { text, image: Buffer.from(image.inlineContent, "base64") };
  // Not confirmed by a recording.
  if (text.trim() === "" || type === "IMAGE") {
    throw new ServiceError(
      "ValidationException",
      400,
      "The retrievalQuery must have a text that is not blank, or an image.",
    );
  }
  return { text };
}

interface GuardedQuery {
  /** What is searched for; absent when nothing may be. */
  text?: string;
  /** Absent when the request names no guardrail. */
  guardrailAction?: "INTERVENED" | "NONE";
}

/** A guardrail looks at the query, not at the passages. Source: "Test your knowledge base", Amazon Bedrock User Guide. */
function applyGuardrail(
  text: string,
  configuration: GuardrailReference | undefined,
  { guardrails }: LocalState,
): GuardedQuery {
  if (configuration === undefined) return { text };
  const guardrail = guardrails.resolve(configuration.guardrailId, configuration.guardrailVersion);
  const { outcome, texts } = guardrail.assess({ source: "INPUT", texts: [text] });
  if (outcome === "blocked") return { guardrailAction: "INTERVENED" };
  return { text: texts[0] ?? text, guardrailAction: outcome === "none" ? "NONE" : "INTERVENED" };
}

function toResult({ passage, score }: FoundPassage): Record<string, unknown> {
  const { documentId } = passage;
  return { ...toReference(passage), score, ...(documentId !== undefined && { documentId }) };
}
