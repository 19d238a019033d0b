import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { AgentActionGroup } from "../../../agents/agent-options.ts";
import type { AgentSession } from "../../../agents/agent-sessions.ts";
import { Answer, type AnswerEnd } from "../../../chat/answer.ts";
import type { ContentBlock, Message, ToolUse } from "../../../chat/content-blocks.ts";
import { blockText } from "../../../chat/conversation.ts";
import { wholeBlocks } from "../../../chat/joined-blocks.ts";
import { promptTokens } from "../../../chat/prompt-tokens.ts";
import type { ReplyBlock } from "../../../chat/reply.ts";
import type { ChatRequest } from "../../../chat/responder.ts";
import { textPieces } from "../../../chat/stream-events.ts";
import { newToolUseId } from "../../../chat/tool-use-id.ts";
import type { Guardrail } from "../../../guardrails/guardrail.ts";
import type { GuardrailSource } from "../../../guardrails/guardrail-options.ts";
import type { Passage } from "../../../knowledge-bases/passages.ts";
import { type LocalState, ServiceError, type StreamEvent, type WireRequest } from "../../../operation.ts";
import { findPassages } from "../find-passages.ts";
import { toSearchResult } from "../generate/ask-model.ts";
import { toCitedText } from "../generate/cited-text.ts";
import type { GenerationModel } from "../generate/generation-model.ts";
import { citationsOf } from "../retrieve-and-generate.ts";
import { toReference } from "../to-reference.ts";
import type { AgentCallBody, AgentState } from "./agent-body.ts";
import { type AgentTool, toAgentTools, toInvocation, toInvocationInput } from "./agent-tools.ts";
import type { AgentTrace } from "./agent-trace.ts";
import { continueSession, keyOf } from "./continue-session.ts";

/** How often an agent asks its model before it gives up. */
const MOST_STEPS = 15;

/** An agent at work: who it is, what is said, and where it goes on. */
export interface AgentRun {
  model: GenerationModel;
  instruction: string;
  groups: readonly AgentActionGroup[];
  knowledgeBases: readonly string[];
  guardrail: Guardrail | undefined;
  body: AgentCallBody;
  /** `sessionState` of the body, or `inlineSessionState`. */
  said: AgentState;
  session: AgentSession;
  trace: AgentTrace;
  request: WireRequest;
  state: LocalState;
  /** The agent's id, where it has one: it stands in what control returns with. */
  agentId?: string;
}

/** What a model said. */
interface Turn {
  blocks: readonly ReplyBlock[];
  end: AnswerEnd;
}

/**
 * The events of one call of an agent: it asks its model, has functions run, and asks again, until there is an answer or
 * until control returns to the caller.
 */
export async function* runAgent(run: AgentRun): AsyncGenerator<StreamEvent> {
  const { session, body, said, trace } = run;
  const question = continueSession(session, body, said);
  const refused = question === undefined ? undefined : refusalOf(run, "INPUT", question);
  if (refused !== undefined) {
    yield* trace.guardrail({ action: "INTERVENED", inputAssessments: [refused.assessment] });
    session.messages.push({ role: "assistant", content: [{ text: refused.text }] });
    yield chunk(refused.text);
    return;
  }
  const passages = question === undefined ? [] : yield* lookUp(run, question);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const turn = yield* askModel(run, passages);
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

async function* askModel(run: AgentRun, passages: readonly Passage[]): AsyncGenerator<StreamEvent, Turn> {
  const { trace, state, model } = run;
  const asked = toChatRequest(run, passages);
  const { system, messages } = asked;
  yield* trace.orchestration("modelInvocationInput", {
    type: "ORCHESTRATION",
    text: JSON.stringify({ system, messages }),
    foundationModel: model.modelId,
  });
  const count = (text: string): number => state.countTokens(text);
  const inputTokens = promptTokens({ system: [{ text: system }], messages, tools: [...asked.tools] }, count);
  const answer = new Answer(await state.chat.respond(asked), {
    limits: { maxTokens: model.maxOutputTokens, stopSequences: [] },
    count,
    input: { inputTokens },
    newToolUseId: () => newToolUseId(() => state.random()),
  });
  const blocks = await wholeBlocks(answer.blocks());
  const end = answer.end();
  const content = JSON.stringify({ stop_reason: end.stopReason, content: blocks.map(({ block }) => block) });
  const { inputTokens: input, outputTokens: output } = end.usage;
  const metadata = { usage: { inputTokens: input, outputTokens: output } };
  yield* trace.orchestration("modelInvocationOutput", { rawResponse: { content }, metadata });
  const thought = blocks.flatMap(({ block }) => thoughtOf(block)).join("");
  if (thought !== "") yield* trace.orchestration("rationale", { text: thought });
  return { blocks, end };
}

function thoughtOf(block: ContentBlock): string[] {
  if (!("reasoningContent" in block) || !("reasoningText" in block.reasoningContent)) return [];
  return [block.reasoningContent.reasoningText.text];
}

function toChatRequest(run: AgentRun, passages: readonly Passage[]): ChatRequest {
  const { model, instruction, said, session, groups, request } = run;
  const { promptSessionAttributes = {} } = said;
  const attributes = Object.entries(promptSessionAttributes).map(([name, value]) => `${name}: ${value}`);
  return {
    id: request.id,
    modelId: model.modelId,
    baseModelId: model.baseModelId,
    family: model.family,
    operation: request.operation,
    messages: withPassages(session.messages, passages),
    system: [instruction, ...attributes].join("\n\n"),
    tools: toAgentTools(groups).map(({ name, description, schema }) => ({
      name,
      ...(description !== undefined && { description }),
      schema,
    })),
    systemTools: [],
    toolChoice: { kind: "auto" },
    inferenceConfig: {},
    additionalFields: {},
    body: typeof request.body === "object" && request.body !== null ? { ...request.body } : {},
    attempt: request.attempt,
    signal: request.signal,
  };
}

/** The passages stand before the question, as search results that ask for citations. */
function withPassages(messages: readonly Message[], passages: readonly Passage[]): Message[] {
  const last = messages.findLastIndex(
    ({ role, content }) => role === "user" && content.some((block) => "text" in block),
  );
  return messages.map((message, index) =>
    index === last ? { ...message, content: [...passages.map(toSearchResult), ...message.content] } : message,
  );
}

/** Runs the calls of a turn; `true` when some of them are the caller's to run. */
async function* runCalls(run: AgentRun, calls: readonly ToolUse[]): AsyncGenerator<StreamEvent, boolean> {
  const tools = toAgentTools(run.groups);
  const results: ContentBlock[] = [];
  const returned: { call: ToolUse; tool: AgentTool }[] = [];
  for (const call of calls) {
    const tool = tools.find(({ name }) => name === call.name);
    if (tool === undefined) {
      const text = `There is no function ${call.name}.`;
      results.push({ toolResult: { toolUseId: call.toolUseId, content: [{ text }], status: "error" } });
    } else if (tool.group.execute === undefined) {
      returned.push({ call, tool });
    } else {
      results.push(yield* execute(run, call, tool));
    }
  }
  if (returned.length === 0) {
    run.session.messages.push({ role: "user", content: results });
    return false;
  }
  yield* returnControl(run, returned, results);
  return true;
}

async function* execute(run: AgentRun, call: ToolUse, tool: AgentTool): AsyncGenerator<StreamEvent, ContentBlock> {
  const { trace, session } = run;
  const { group, action } = tool;
  yield* traceInput(trace, call, tool, { executionType: "LAMBDA" });
  const input = typeof call.input === "object" && call.input !== null ? { ...call.input } : {};
  const { attributes: sessionAttributes } = session;
  let text: string;
  try {
    text = (await group.execute?.({ actionGroup: group.name, function: action.name, input, sessionAttributes })) ?? "";
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    yield* trace.failure(reason);
    // The service says the same of a Lambda function that fails.
    throw new ServiceError(
      "DependencyFailedException",
      424,
      `The server encountered an error processing the Lambda response: ${reason}`,
      { resourceName: group.name },
    );
  }
  yield* trace.orchestration("observation", { type: "ACTION_GROUP", actionGroupInvocationOutput: { text } });
  return { toolResult: { toolUseId: call.toolUseId, content: [{ text }] } };
}

function* traceInput(
  trace: AgentTrace,
  call: ToolUse,
  tool: AgentTool,
  more: Readonly<Record<string, unknown>>,
): Generator<StreamEvent> {
  yield* trace.orchestration("invocationInput", {
    invocationType: "ACTION_GROUP",
    actionGroupInvocationInput: {
      actionGroupName: tool.group.name,
      ...toInvocation(tool, call.input),
      ...more,
    },
  });
}

/** Hands calls to the caller, who answers them with the id that stands here. */
function* returnControl(
  { trace, session, agentId }: AgentRun,
  returned: readonly { call: ToolUse; tool: AgentTool }[],
  answered: readonly ContentBlock[],
): Generator<StreamEvent> {
  const invocationId = randomUUID();
  session.pending = {
    invocationId,
    answered,
    ids: returned.map(({ call: { toolUseId }, tool: { group, action } }) => ({
      key: keyOf(group.name, action),
      toolUseId,
    })),
  };
  const invocationInputs: unknown[] = [];
  for (const { call, tool } of returned) {
    yield* traceInput(trace, call, tool, { executionType: "RETURN_CONTROL", invocationId });
    invocationInputs.push(toInvocationInput(tool, call.input, agentId));
  }
  yield { type: "returnControl", body: { invocationId, invocationInputs } };
}

async function* finish(run: AgentRun, { blocks }: Turn, passages: readonly Passage[]): AsyncGenerator<StreamEvent> {
  const { trace, body, session } = run;
  const text = blocks.map(({ block }) => blockText(block) ?? "").join("");
  const refused = refusalOf(run, "OUTPUT", text);
  if (refused !== undefined) {
    yield* trace.guardrail({ action: "INTERVENED", outputAssessments: [refused.assessment] });
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
): { text: string; assessment: unknown } | undefined {
  if (guardrail === undefined || text === "") return undefined;
  const verdict = guardrail.assess({ source, texts: [text], isFull: false });
  const { assessment } = verdict;
  if (verdict.outcome === "blocked") return { text: verdict.blockedMessage, assessment };
  // What is masked on the way in reaches the model masked elsewhere; an agent's question stays as it is.
  if (verdict.outcome === "masked" && source === "OUTPUT") return { text: verdict.texts[0] ?? text, assessment };
  return undefined;
}
