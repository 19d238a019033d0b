import { authorizeAction } from "../../../auth/authenticate.ts";
import { sentencesOf } from "../../../chat/rules/sources.ts";
import type { Guardrail, Verdict } from "../../../guardrails/guardrail.ts";
import type { FoundPassage } from "../../../knowledge-bases/knowledge-base.ts";
import type { Passage } from "../../../knowledge-bases/passages.ts";
import type { Session, SessionTurn } from "../../../knowledge-bases/sessions.ts";
import type { LocalState, WireRequest } from "../../../operation.ts";
import { findPassages } from "../find-passages.ts";
import { knowledgeBaseArn } from "../knowledge-base-arn.ts";
import type { GuardrailReference } from "../retrieve-body.ts";
import { askModel, type ModelQuestion } from "./ask-model.ts";
import type { CitedText } from "./cited-text.ts";
import { toTemporaryBase } from "./external-sources.ts";
import { type GenerateBody, parseGenerateBody } from "./generate-body.ts";
import { resolveGenerationModel } from "./generation-model.ts";

/** What the service says when it has found nothing. */
const NOTHING_FOUND = "Sorry, I am unable to assist you with this request.";
/** How much of a document that came with the request a model reads. */
const MOST_EXTERNAL_PASSAGES = 20;

/** What a guardrail did. */
export type GuardrailAction = "INTERVENED" | "NONE";

/** An answer on its way out. */
export interface GeneratedAnswer {
  passages: readonly Passage[];
  texts: AsyncIterable<CitedText>;
  /** Absent without a guardrail. */
  guardrailAction?: GuardrailAction;
}

/** An answer, and the conversation that it belongs to. */
export interface SessionAnswer extends GeneratedAnswer {
  session: Session;
  question: string;
}

/**
 * Checks a RetrieveAndGenerate request, searches, and has the question answered.
 *
 * @throws ServiceError whatever is refused: all of it before the first word of an answer
 */
export async function answerQuestion(request: WireRequest, state: LocalState): Promise<SessionAnswer> {
  const body = parseGenerateBody(request.body, state.options.validation);
  const { modelArn, generationConfiguration: configuration = {} } =
    "base" in body.origin ? body.origin.base : body.origin.sources;
  const search = toSearch(body, request, state);
  const model = resolveGenerationModel(modelArn, request, state);
  const session = state.knowledgeBases.sessions.open(body.sessionId);
  const answer = await answerGuarded(body.question, configuration.guardrailConfiguration, state, {
    find: (question) => search(question, session.turns),
    ask: (question, passages) =>
      askModel({ question, passages, history: session.turns, model, configuration }, request, state),
  });
  return { ...answer, session, question: body.question };
}

/** The two steps of an answer. */
export interface AnswerSteps {
  find: (question: string) => Promise<readonly Passage[]>;
  ask: (question: string, passages: ModelQuestion["passages"]) => Promise<AsyncIterable<CitedText>>;
}

/**
 * Searches and answers, with a guardrail before and behind. A blocked question is not searched for, and no model sees it;
 * a masked one is searched for and answered masked. Passages are not looked at.
 */
export async function answerGuarded(
  question: string,
  reference: GuardrailReference | undefined,
  { guardrails }: LocalState,
  { find, ask }: AnswerSteps,
): Promise<GeneratedAnswer> {
  if (reference === undefined) return answerFound(question, await find(question), ask);
  const guardrail = guardrails.resolve(reference.guardrailId, reference.guardrailVersion);
  const verdict = guardrail.assess({ source: "INPUT", texts: [question] });
  if (verdict.outcome === "blocked")
    return { passages: [], ...said(verdict.blockedMessage), guardrailAction: "INTERVENED" };
  const asked = verdict.texts[0] ?? question;
  const answer = await answerFound(asked, await find(asked), ask);
  return guardedAnswer(answer, guardrail, verdict.outcome !== "none");
}

async function answerFound(
  question: string,
  passages: readonly Passage[],
  ask: AnswerSteps["ask"],
): Promise<GeneratedAnswer> {
  if (passages.length === 0) return { passages, ...said(NOTHING_FOUND) };
  return { passages, texts: await ask(question, passages) };
}

/** An answer that was looked at as a whole: a stream of it is only cut, not made, while it is sent. */
async function guardedAnswer(
  { passages, texts }: GeneratedAnswer,
  guardrail: Guardrail,
  wasMasked: boolean,
): Promise<GeneratedAnswer> {
  const whole: CitedText[] = [];
  for await (const text of texts) whole.push(text);
  const verdict = guardrail.assess({ source: "OUTPUT", texts: whole.map(({ text }) => text) });
  const guardrailAction = wasMasked || verdict.outcome !== "none" ? "INTERVENED" : "NONE";
  if (verdict.outcome === "blocked") return { passages: [], ...said(verdict.blockedMessage), guardrailAction };
  return { passages, texts: each(maskedTexts(whole, verdict)), guardrailAction };
}

const maskedTexts = (whole: readonly CitedText[], { outcome, texts }: Verdict): readonly CitedText[] =>
  outcome === "none"
    ? whole
    : whole.map(({ text, references }, index) => ({
        text: texts[index] ?? text,
        ...(references !== undefined && { references }),
      }));

const said = (text: string): { texts: AsyncIterable<CitedText> } => ({ texts: each([{ text, references: [] }]) });

async function* each<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

type SessionSearch = (question: string, turns: readonly SessionTurn[]) => Promise<readonly Passage[]>;

function toSearch({ origin }: GenerateBody, request: WireRequest, state: LocalState): SessionSearch {
  if ("sources" in origin) {
    const base = toTemporaryBase(origin.sources.sources, state);
    return async (text) => {
      const found = await base.search({ text, mode: "SEMANTIC", limit: MOST_EXTERNAL_PASSAGES });
      return found.map(({ passage }) => passage);
    };
  }
  const { knowledgeBaseId, retrievalConfiguration: configuration = {}, orchestrationConfiguration } = origin.base;
  const base = state.knowledgeBases.resolve(knowledgeBaseId);
  authorizeAction(state.options, request.auth, "bedrock:Retrieve", () =>
    knowledgeBaseArn(knowledgeBaseId, state.options),
  );
  const isDecomposed = orchestrationConfiguration?.queryTransformationConfiguration !== undefined;
  return async (question, turns) => {
    const texts = isDecomposed ? subQuestions(question) : [question];
    return searchAll(
      texts.map((text) => inContext(text, turns)),
      async (text) => (await findPassages(base, { text, configuration }, state)).passages,
    );
  };
}

/** The questions that a question consists of, at least one: the service has a model take it apart. */
export function subQuestions(question: string): string[] {
  const sentences = sentencesOf(question).map(({ text }) => text);
  return sentences.length === 0 ? [question] : sentences;
}

/** A question of a conversation is looked for with the one before it: the service has a model rewrite it. */
function inContext(question: string, turns: readonly SessionTurn[]): string {
  const before = turns.at(-1)?.question;
  return before === undefined ? question : `${before}\n${question}`;
}

/** What several questions find, each passage once: the best of each question first. */
export async function searchAll(
  questions: readonly string[],
  find: (question: string) => Promise<readonly FoundPassage[]>,
): Promise<Passage[]> {
  const found = await Promise.all(questions.map(find));
  if (found.length === 1) return (found[0] ?? []).map(({ passage }) => passage);
  return [
    ...new Set(
      found
        .flat()
        .toSorted((left, right) => right.score - left.score)
        .map(({ passage }) => passage),
    ),
  ];
}
