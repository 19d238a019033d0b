import type { LocalState } from "../../operation.ts";
import type { ContainerCall } from "../endpoint-options.ts";
import { askChat, type ChatAnswer, spokenPieces, spokenText } from "./ask-chat.ts";
import { type CompletionFraming, finishReasonOf, refuse, usageOf } from "./chat-completion.ts";
import { type Body, jsonAnswer, numberOf, objectOf, streamAnswer, textsOf } from "./json-body.ts";

/** Tokens of an answer unless the body says otherwise. Source: "Create completion", OpenAI API Reference. */
const defaultMaxTokens = 16;

/** A text completion of OpenAI, as vLLM and TGI have it. */
export async function answerTextCompletion(
  body: Body,
  call: ContainerCall,
  state: LocalState,
  framing: CompletionFraming,
): Promise<Response> {
  const [prompt] = textsOf(body["prompt"]);
  if (prompt === undefined) return refuse("`prompt` must be a text");
  const answer = await askChat(
    {
      family: "openai",
      messages: [{ role: "user", content: [{ text: prompt }] }],
      maxTokens: numberOf(body["max_tokens"]) ?? defaultMaxTokens,
      stop: textsOf(body["stop"]),
      body,
    },
    call,
    state,
  );
  const head = { id: `cmpl-${call.id}`, object: "text_completion", created: Math.floor(state.clock() / 1000) };
  const named = { ...head, model: call.endpointName };
  if (body["stream"] === true) {
    const hasUsage = objectOf(body["stream_options"])["include_usage"] === true;
    return streamAnswer(chunks(answer, named, framing, hasUsage), framing.streamType);
  }
  const text = await spokenText(answer);
  const choice = { index: 0, text, logprobs: null, finish_reason: finishReasonOf(answer.end().stopReason) };
  return jsonAnswer({ ...named, choices: [choice], usage: usageOf(answer) });
}

async function* chunks(
  answer: ChatAnswer,
  head: Body,
  { encode, endMark }: CompletionFraming,
  hasUsage: boolean,
): AsyncGenerator<string> {
  const chunk = (text: string, finish_reason: string | null = null): string =>
    encode({ ...head, choices: [{ index: 0, text, logprobs: null, finish_reason }] });
  for await (const block of answer.blocks()) for (const text of spokenPieces(block)) yield chunk(text);
  yield chunk("", finishReasonOf(answer.end().stopReason));
  if (hasUsage) yield encode({ ...head, choices: [], usage: usageOf(answer) });
  if (endMark !== undefined) yield endMark;
}
