import { Answer, type AnswerEnd } from "../../../chat/answer.ts";
import type { ContentBlock, Message } from "../../../chat/content-blocks.ts";
import { wholeBlocks } from "../../../chat/joined-blocks.ts";
import { promptTokens } from "../../../chat/prompt-tokens.ts";
import type { ReplyBlock } from "../../../chat/reply.ts";
import type { ChatRequest } from "../../../chat/responder.ts";
import { newToolUseId } from "../../../chat/tool-use-id.ts";
import type { Passage } from "../../../knowledge-bases/passages.ts";
import type { StreamEvent } from "../../../operation.ts";
import { toSearchResult } from "../generate/ask-model.ts";
import type { AgentRun } from "./agent-run.ts";
import { toAgentTools } from "./agent-tools.ts";

/** What a model said. */
export interface AgentTurn {
  blocks: readonly ReplyBlock[];
  end: AnswerEnd;
}

/** Asks the agent's model once, and traces what was asked and said. */
export async function* askAgentModel(
  run: AgentRun,
  passages: readonly Passage[],
): AsyncGenerator<StreamEvent, AgentTurn> {
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
