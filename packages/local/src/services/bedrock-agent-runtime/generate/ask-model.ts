import { Answer } from "../../../chat/answer.ts";
import type { ContentBlock, Message } from "../../../chat/content-blocks.ts";
import type { ReplyBlock } from "../../../chat/reply.ts";
import type { ChatRequest } from "../../../chat/responder.ts";
import { newToolUseId } from "../../../chat/tool-use-id.ts";
import type { SessionTurn } from "../../../knowledge-bases/sessions.ts";
import type { Passage } from "../../../knowledge-bases/passages.ts";
import type { LocalState, WireRequest } from "../../../operation.ts";
import { sleep } from "../../../sleep.ts";
import { type CitedText, toCitedText } from "./cited-text.ts";
import type { GenerationConfiguration } from "./generate-body.ts";
import type { GenerationModel } from "./generation-model.ts";

/** A question and what the answer is to be made from. */
export interface ModelQuestion {
  question: string;
  history: readonly SessionTurn[];
  passages: readonly Passage[];
  model: GenerationModel;
  configuration: GenerationConfiguration;
}

const INSTRUCTIONS =
  "Answer the question from the search results alone, and cite them. If they do not answer it, say that you could not find an answer.";

/**
 * Has a question answered by whoever answers for the chat models: the passages stand in front of it as search results
 * that ask for citations.
 *
 * @returns the texts of the answer, as they come; the model was asked already
 */
export async function askModel(
  asked: ModelQuestion,
  request: WireRequest,
  state: LocalState,
): Promise<AsyncIterable<CitedText>> {
  const { stopSequences = [], maxTokens = asked.model.maxOutputTokens } = inferenceOf(asked);
  const result = await state.chat.respond(toChatRequest(asked, request, state));
  const answer = new Answer(result, {
    limits: { maxTokens, stopSequences },
    count: (text) => state.countTokens(text),
    input: { inputTokens: 0 },
    newToolUseId: () => newToolUseId(() => state.random()),
  });
  if (answer.reply.delayMs !== undefined) await sleep(answer.reply.delayMs, request.signal);
  return textsOf(answer.blocks());
}

async function* textsOf(blocks: Iterable<ReplyBlock> | AsyncIterable<ReplyBlock>): AsyncGenerator<CitedText> {
  for await (const { block, pieces } of blocks) {
    const text = toCitedText(block, pieces);
    if (text !== undefined) yield text;
  }
}

function toChatRequest(asked: ModelQuestion, request: WireRequest, state: LocalState): ChatRequest {
  const { question, history, passages, model, configuration } = asked;
  return {
    id: request.id,
    modelId: model.modelId,
    baseModelId: model.baseModelId,
    family: model.family,
    operation: request.operation,
    messages: [
      ...history.flatMap((turn): Message[] => [
        { role: "user", content: [{ text: turn.question }] },
        { role: "assistant", content: [{ text: turn.answer }] },
      ]),
      { role: "user", content: [...passages.map(toSearchResult), { text: question }] },
    ],
    system: systemText(asked, state),
    tools: [],
    systemTools: [],
    toolChoice: { kind: "auto" },
    inferenceConfig: inferenceOf(asked),
    additionalFields: configuration.additionalModelRequestFields ?? {},
    body: typeof request.body === "object" && request.body !== null ? { ...request.body } : {},
    attempt: request.attempt,
    signal: request.signal,
  };
}

const inferenceOf = ({ configuration }: ModelQuestion): ChatRequest["inferenceConfig"] =>
  configuration.inferenceConfig?.textInferenceConfig ?? {};

/** A passage as the model gets it: a search result that asks for citations. */
export function toSearchResult({ text, metadata }: Passage, index: number): ContentBlock {
  const source = metadata["x-amz-bedrock-kb-source-uri"];
  const { title } = metadata;
  return {
    searchResult: {
      source: typeof source === "string" ? source : `result-${index + 1}`,
      title: typeof title === "string" ? title : `Result ${index + 1}`,
      content: [{ text }],
      citations: { enabled: true },
    },
  };
}

/** The caller's own template with its placeholders filled, or instructions of few words. */
function systemText({ question, passages, configuration }: ModelQuestion, state: LocalState): string {
  const template = configuration.promptTemplate?.textPromptTemplate;
  if (template === undefined) return INSTRUCTIONS;
  const values: Readonly<Record<string, string>> = {
    search_results: passages.map(({ text }, index) => `[${index + 1}] ${text}`).join("\n\n"),
    query: question,
    output_format_instructions: "",
    current_time: new Date(state.clock()).toISOString(),
  };
  return template.replaceAll(/\$([a-z_]+)\$/g, (placeholder, name: string) => values[name] ?? placeholder);
}
