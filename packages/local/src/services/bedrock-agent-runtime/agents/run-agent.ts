import { Buffer } from "node:buffer";
import { blockText } from "../../../chat/conversation.ts";
import type { ReplyBlock } from "../../../chat/reply.ts";
import { textPieces } from "../../../chat/stream-events.ts";
import type { GuardrailSource } from "../../../guardrails/guardrail-options.ts";
import type { Passage } from "../../../knowledge-bases/passages.ts";
import { ServiceError, type StreamEvent } from "../../../operation.ts";
import { findPassages } from "../find-passages.ts";
import { toCitedText } from "../generate/cited-text.ts";
import { citationsOf } from "../retrieve-and-generate.ts";
import { toReference } from "../to-reference.ts";
import type { AgentRun } from "./agent-run.ts";
import { type AgentTurn, askAgentModel } from "./ask-agent-model.ts";
import { continueSession } from "./continue-session.ts";
import { runCalls } from "./run-calls.ts";

/** How often an agent asks its model before it gives up. */
const MOST_STEPS = 15;

/**
 * The events of one call of an agent: it asks its model, has functions run, and asks again, until there is an answer or
 * until control returns to the caller.
 */
export async function* runAgent(run: AgentRun): AsyncGenerator<StreamEvent> {
  const { session, body, said, trace } = run;
  const question = continueSession(session, body, said);
  const refused = question === undefined ? undefined : refusalOf(run, "INPUT", question);
  if (refused !== undefined) {
    yield* trace.guardrail("INPUT", refused.assessment);
    session.messages.push({ role: "assistant", content: [{ text: refused.text }] });
    yield chunk(refused.text);
    return;
  }
  const passages = question === undefined ? [] : yield* lookUp(run, question);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const turn = yield* askAgentModel(run, passages);
    const content = turn.blocks.map(({ block }) => block);
    session.messages.push({ role: "assistant", content });
    const calls = content.flatMap((block) => ("toolUse" in block ? [block.toolUse] : []));
    if (calls.length === 0) {
      yield* finish(run, turn, passages);
      return;
    }
    const isReturned = yield* runCalls(run, calls);
    if (isReturned) return;
    trace.next();
  }
  yield* trace.failure("Max iterations exceeded");
  throw new ServiceError("DependencyFailedException", 424, `The agent came to no answer within ${MOST_STEPS} steps.`);
}

/** Looks a question up in every knowledge base of the agent. */
async function* lookUp(run: AgentRun, text: string): AsyncGenerator<StreamEvent, Passage[]> {
  const { trace, state } = run;
  const all: Passage[] = [];
  for (const knowledgeBaseId of run.knowledgeBases) {
    const base = state.knowledgeBases.resolve(knowledgeBaseId);
    const knowledgeBaseLookupInput = { text, knowledgeBaseId };
    yield* trace.orchestration("invocationInput", { invocationType: "KNOWLEDGE_BASE", knowledgeBaseLookupInput });
    const { passages } = await findPassages(base, { text, configuration: {} }, state);
    const found = passages.map(({ passage }) => passage);
    const knowledgeBaseLookupOutput = { retrievedReferences: found.map(toReference) };
    yield* trace.orchestration("observation", { type: "KNOWLEDGE_BASE", knowledgeBaseLookupOutput });
    all.push(...found);
  }
  return all;
}

async function* finish(
  run: AgentRun,
  { blocks }: AgentTurn,
  passages: readonly Passage[],
): AsyncGenerator<StreamEvent> {
  const { trace, body, session } = run;
  const text = blocks.map(({ block }) => blockText(block) ?? "").join("");
  const refused = refusalOf(run, "OUTPUT", text);
  if (refused !== undefined) {
    yield* trace.guardrail("OUTPUT", refused.assessment);
    session.messages.pop();
    session.messages.push({ role: "assistant", content: [{ text: refused.text }] });
  }
  const final = refused?.text ?? text;
  yield* trace.orchestration("observation", { type: "FINISH", finalResponse: { text: final } });
  const citations = refused === undefined ? citedIn(blocks, passages) : [];
  const attribution = citations.length > 0 ? { attribution: { citations } } : {};
  if (refused !== undefined || body.streamingConfigurations?.streamFinalResponse !== true) {
    yield chunk(final, attribution);
    return;
  }
  const pieces = blocks.flatMap((reply) => textPieces(reply));
  for (const [index, piece] of pieces.entries()) yield chunk(piece, index === pieces.length - 1 ? attribution : {});
}

function citedIn(blocks: readonly ReplyBlock[], passages: readonly Passage[]): unknown[] {
  const citations: unknown[] = [];
  let offset = 0;
  for (const { block, pieces } of passages.length === 0 ? [] : blocks) {
    const cited = toCitedText(block, pieces);
    if (cited === undefined) continue;
    citations.push(...citationsOf(cited, offset, passages));
    offset += cited.text.length;
  }
  return citations;
}

const chunk = (text: string, more: Readonly<Record<string, unknown>> = {}): StreamEvent => ({
  type: "chunk",
  body: { bytes: Buffer.from(text).toString("base64"), ...more },
});

/** What the guardrail says in place of a text; `undefined` when it lets it through as it is. */
function refusalOf(
  { guardrail }: AgentRun,
  source: GuardrailSource,
  text: string,
): { text: string; assessment: Readonly<Record<string, unknown>> } | undefined {
  if (guardrail === undefined || text === "") return undefined;
  const verdict = guardrail.assess({ source, texts: [text], isFull: false });
  const { assessment } = verdict;
  if (verdict.outcome === "blocked") return { text: verdict.blockedMessage, assessment };
  // What is masked on the way in reaches the model masked elsewhere; an agent's question stays as it is.
  if (verdict.outcome === "masked" && source === "OUTPUT") return { text: verdict.texts[0] ?? text, assessment };
  return undefined;
}
