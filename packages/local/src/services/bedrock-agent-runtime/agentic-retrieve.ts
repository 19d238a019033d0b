import { randomUUID } from "node:crypto";

import { authorizeAction } from "../../auth/authenticate.ts";
import type { FoundPassage } from "../../knowledge-bases/knowledge-base.ts";
import type { Passage } from "../../knowledge-bases/passages.ts";
import { type LocalState, type Operation, ServiceError, type StreamEvent, type WireRequest } from "../../operation.ts";
import { type AgenticBody, type AgenticRetriever, parseAgenticBody } from "./agentic-body.ts";
import { findPassages } from "./find-passages.ts";
import { answerGuarded, type GeneratedAnswer, searchAll, subQuestions } from "./generate/answer-question.ts";
import { askModel } from "./generate/ask-model.ts";
import { type CitedText, toParts } from "./generate/cited-text.ts";
import { managedModel, resolveGenerationModel } from "./generate/generation-model.ts";
import { knowledgeBaseArn } from "./knowledge-base-arn.ts";
import { piecesOf } from "./retrieve-and-generate.ts";

/**
 * AgenticRetrieveStream: the questions that a question consists of are looked for in managed knowledge bases, once each;
 * the service has an agent do so. Source: "AgenticRetrieveStream", Amazon Bedrock API Reference.
 */
export const agenticRetrieveStream: Operation = {
  name: "AgenticRetrieveStream",
  service: "bedrock-agent-runtime",
  method: "POST",
  path: "/agenticRetrieveStream",
  async handle(request, state) {
    const body = parseAgenticBody(request.body, state.options.validation);
    const sources = new Map<Passage, string>();
    const questions = subQuestions(body.question);
    const searches = body.retrievers.map((retriever) => toSearch(retriever, body, request, state));
    const model = body.modelArn === undefined ? managedModel : resolveGenerationModel(body.modelArn, request, state);
    const answer = await answerGuarded(body.question, body.guardrail, state, {
      find: async () => {
        return searchAll(questions, async (question) => {
          const found = await Promise.all(searches.map(async (search) => search(question, sources)));
          return found.flat().toSorted((left, right) => right.score - left.score);
        });
      },
      ask: async (question, passages) =>
        body.generateResponse
          ? askModel({ question, passages, history: body.history, model, configuration: {} }, request, state)
          : noText(),
    });
    const steps = [...planning(questions, body), ...retrieval(questions, body)];
    const events = eventsOf(answer, { body, sources, steps, clock: () => state.clock() });
    return { kind: "events", events };
  },
};

type AgenticSearch = (question: string, sources: Map<Passage, string>) => Promise<readonly FoundPassage[]>;

function toSearch(
  { knowledgeBaseId, retrievalOverrides: { filter, maxNumberOfResults } = {} }: AgenticRetriever,
  { rerankingModelType, rerankingConfiguration }: AgenticBody,
  request: WireRequest,
  state: LocalState,
): AgenticSearch {
  const base = state.knowledgeBases.resolve(knowledgeBaseId);
  authorizeAction(state.options, request.auth, "bedrock:Retrieve", () =>
    knowledgeBaseArn(knowledgeBaseId, state.options),
  );
  if (!base.isManaged) {
    // Not confirmed by a recording.
    throw new ServiceError("ValidationException", 400, "AgenticRetrieveStream takes managed knowledge bases only.");
  }
  const managedSearchConfiguration = {
    ...(maxNumberOfResults !== undefined && { numberOfResults: maxNumberOfResults }),
    ...(filter !== undefined && { filter }),
    ...(rerankingModelType !== undefined && { rerankingModelType }),
    ...(rerankingConfiguration !== undefined && { rerankingConfiguration }),
  };
  return async (text, sources) => {
    const { passages } = await findPassages(base, { text, configuration: { managedSearchConfiguration } }, state);
    for (const { passage } of passages) sources.set(passage, base.id);
    return passages;
  };
}

async function* noText(): AsyncGenerator<CitedText> {}

interface AgenticEvents {
  body: AgenticBody;
  /** The knowledge base that each passage is from. */
  sources: ReadonlyMap<Passage, string>;
  steps: readonly Record<string, unknown>[];
  clock: () => number;
}

async function* eventsOf(
  { texts, passages }: GeneratedAnswer,
  { body, sources, steps, clock }: AgenticEvents,
): AsyncGenerator<StreamEvent> {
  for (const attributes of steps) {
    yield { type: "traceEvent", body: { id: randomUUID(), timestamp: clock(), attributes } };
  }
  const citations: unknown[] = [];
  let answer = "";
  for await (const cited of body.generateResponse ? texts : []) {
    for (const text of piecesOf(cited)) yield { type: "responseEvent", body: { text } };
    citations.push(...citationsOf(cited, answer.length, passages));
    answer += cited.text;
  }
  yield {
    type: "result",
    body: {
      results: passages.map((passage) => toItem(passage, sources)),
      ...(body.generateResponse && { generatedResponse: { answer, citations } }),
    },
  };
}

/** An index ends behind its last character here, unlike the span of RetrieveAndGenerate: "(exclusive)" in the API model. */
function citationsOf(cited: CitedText, offset: number, passages: readonly Passage[]): unknown[] {
  const parts = toParts(
    cited,
    passages.map(({ text }) => text),
  );
  return parts.flatMap(({ text, start, references }) =>
    references.length === 0
      ? []
      : [
          {
            startIndex: offset + start,
            endIndex: offset + start + text.length,
            references: references.map((resultIndex) => ({ resultIndex })),
          },
        ],
  );
}

function toItem(passage: Passage, sources: ReadonlyMap<Passage, string>): Record<string, unknown> {
  const [, mimeType, byteContent] = /^data:([^;,]*)[^,]*;base64,(.*)$/s.exec(passage.content.byteContent ?? "") ?? [];
  return {
    content: byteContent === undefined ? { mimeType: "text/plain", text: passage.text } : { mimeType, byteContent },
    metadata: passage.metadata,
    sourceRetriever: { identifier: sources.get(passage) ?? "" },
  };
}

function planning(questions: readonly string[], { retrievers }: AgenticBody): Record<string, unknown>[] {
  const actions = questions.map((text) => ({
    retrieve: {
      inputQuery: { text },
      sourceRetrievers: retrievers.map(({ knowledgeBaseId }) => ({ identifier: knowledgeBaseId })),
    },
  }));
  return [
    { step: "Planning", status: "IN_PROGRESS", message: "Planning what to look for." },
    { step: "Planning", status: "SUCCEEDED", message: `Planned ${questions.length} searches.`, actions },
  ];
}

const retrieval = (questions: readonly string[], body: AgenticBody): Record<string, unknown>[] => [
  {
    step: "Retrieval",
    status: "SUCCEEDED",
    message: `Searched ${body.retrievers.length} knowledge bases for ${questions.length} questions.`,
  },
];
