import type { LocalState } from "../../operation.ts";
import type { Container } from "../endpoint-options.ts";
import { answerChatCompletion, type CompletionFraming, refuse } from "./chat-completion.ts";
import { embedOpenAi } from "./embeddings.ts";
import { isObject, sseEvent } from "./json-body.ts";
import { answerTextCompletion } from "./text-completion.ts";

const framing: CompletionFraming = {
  streamType: "text/event-stream; charset=utf-8",
  encode: sseEvent,
  endMark: "data: [DONE]\n\n",
};

/**
 * vLLM, SGLang and other OpenAI-style servers: chat completions, text completions and embeddings on one path, told apart
 * by the body. The model may be left out or be called by the endpoint's name; any other is refused.
 */
export const openAi =
  (state: LocalState, { dimensions }: { dimensions: number }): Container =>
  async (_body, _headers, call) => {
    const { json } = call;
    if (!isObject(json)) return refuse("the body is no JSON object");
    const { model } = json;
    if (model !== undefined && model !== "" && model !== call.endpointName) {
      return refuse(`The model ${JSON.stringify(model)} does not exist.`, 404, "NotFoundError");
    }
    if (json["messages"] !== undefined) return answerChatCompletion(json, call, state, framing);
    if (json["prompt"] !== undefined) return answerTextCompletion(json, call, state, framing);
    if (json["input"] !== undefined) return embedOpenAi(json, call, state, dimensions);
    return refuse("one of `messages`, `prompt` and `input` is required");
  };
