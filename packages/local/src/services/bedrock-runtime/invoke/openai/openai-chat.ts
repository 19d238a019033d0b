import type { Model } from "../../../../catalogue/model-profile.ts";
import { randomText } from "../../../../chat/tool-use-id.ts";
import type { ChatFormat } from "../chat-format.ts";
import { type ReadSettings, readOpenAiChat } from "./read-chat.ts";
import { OpenAiChatStream, writeOpenAiChat, type WriteSettings } from "./write-chat.ts";

/** What a family makes of OpenAI's chat completions. */
export interface OpenAiFamily extends Partial<ReadSettings>, Partial<WriteSettings> {
  serves(model: Model): boolean;
  /** Whether bodies with `messages` are of this form where the model does not decide. @defaultValue false */
  recognisesMessages?: boolean;
  /** @defaultValue `chatcmpl-tool-` and 32 characters */
  readonly newToolUseId?: (random: () => number) => string;
}

/** The form of OpenAI's chat completions as one family of models has it; a family is a file with these settings. */
export function openAiChat(family: OpenAiFamily): ChatFormat {
  const read: ReadSettings = { mostStops: 4, hottest: 2, ...family };
  const write: WriteSettings = {
    thoughts: "field",
    stopKey: "finish_reason",
    pieceKey: "delta",
    hasHead: true,
    emptyContent: null,
    ...family,
  };
  return {
    serves: (model) => family.serves(model),
    recognises: (body) => family.recognisesMessages === true && Array.isArray(body.messages),
    newToolUseId: (random) => family.newToolUseId?.(random) ?? `chatcmpl-tool-${randomText(32, random)}`,
    read: (call) => readOpenAiChat(call, read),
    write: (answer) => writeOpenAiChat(answer, write),
    stream: (context) => new OpenAiChatStream(context, write),
  };
}
