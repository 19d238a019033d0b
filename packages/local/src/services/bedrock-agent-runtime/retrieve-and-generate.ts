import { textPieces } from "../../chat/stream-events.ts";
import type { Passage } from "../../knowledge-bases/passages.ts";
import type { LocalState, Operation, StreamEvent, WireRequest } from "../../operation.ts";
import { answerQuestion, type SessionAnswer } from "./generate/answer-question.ts";
import { type AnswerPart, type CitedText, toParts } from "./generate/cited-text.ts";
import { toReference } from "./to-reference.ts";

/**
 * RetrieveAndGenerate: a question answered from a knowledge base, or from documents that come with it, by whoever answers
 * for the chat models. Source: "RetrieveAndGenerate", Amazon Bedrock API Reference.
 */
export const retrieveAndGenerate: Operation = {
  name: "RetrieveAndGenerate",
  service: "bedrock-agent-runtime",
  method: "POST",
  path: "/retrieveAndGenerate",
  async handle(request, state) {
    const answer = await answerQuestion(request, state);
    const { session, guardrailAction } = answer;
    const citations: unknown[] = [];
    let text = "";
    for await (const cited of answer.texts) {
      citations.push(...citationsOf(cited, text.length, answer.passages));
      text += cited.text;
    }
    remember(answer, text, state);
    return {
      kind: "json",
      body: {
        sessionId: session.id,
        output: { text },
        citations,
        ...(guardrailAction !== undefined && { guardrailAction }),
      },
    };
  },
};

/**
 * RetrieveAndGenerateStream: the same as events. Words come as they are said, a citation behind the words that it is for.
 * Source: "RetrieveAndGenerateStream", Amazon Bedrock API Reference.
 */
export const retrieveAndGenerateStream: Operation = {
  name: "RetrieveAndGenerateStream",
  service: "bedrock-agent-runtime",
  method: "POST",
  path: "/retrieveAndGenerateStream",
  action: "bedrock:RetrieveAndGenerate",
  async handle(request: WireRequest, state) {
    const answer = await answerQuestion(request, state);
    return {
      kind: "events",
      headers: { "x-amzn-bedrock-knowledge-base-session-id": answer.session.id },
      events: eventsOf(answer, state),
    };
  },
};

async function* eventsOf(answer: SessionAnswer, state: LocalState): AsyncGenerator<StreamEvent> {
  const { texts, passages, guardrailAction: action } = answer;
  if (action !== undefined) yield { type: "guardrail", body: { action } };
  let text = "";
  for await (const cited of texts) {
    for (const piece of piecesOf(cited)) yield { type: "output", body: { text: piece } };
    for (const citation of citationsOf(cited, text.length, passages)) {
      // Both forms: `citation` is the one of before December 2024, which the service still sends.
      yield { type: "citation", body: { citation, ...citation } };
    }
    text += cited.text;
  }
  remember(answer, text, state);
}

/** What a stream of an answer cuts a text into. */
export const piecesOf = ({ text, pieces }: CitedText): readonly string[] =>
  textPieces({ block: { text }, ...(pieces !== undefined && { pieces }) });

/** The citations of a piece of an answer that begins at `offset`. */
export function citationsOf(cited: CitedText, offset: number, passages: readonly Passage[]): Record<string, unknown>[] {
  const texts = passages.map(({ text }) => text);
  return toParts(cited, texts).map((part) => toCitation(part, offset, passages));
}

/** A span ends at its last character, not behind it, as recorded traffic shows. */
function toCitation(
  { text, start, references }: AnswerPart,
  offset: number,
  passages: readonly Passage[],
): Record<string, unknown> {
  const span = { start: offset + start, end: offset + start + text.length - 1 };
  return {
    generatedResponsePart: { textResponsePart: { text, span } },
    retrievedReferences: references.flatMap((index) => passages[index] ?? []).map(toReference),
  };
}

function remember({ session, question }: SessionAnswer, answer: string, { knowledgeBases }: LocalState): void {
  knowledgeBases.sessions.remember(session, { question, answer });
}
