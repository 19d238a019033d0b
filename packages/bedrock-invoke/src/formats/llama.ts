import { numberOf, omitUndefined, type PlainRecord, stringOf } from "@langchain-aws/core";
import type { BaseMessage } from "@langchain/core/messages";
import { buildPrompt } from "../messages/build-prompt.ts";
import { type ReplySink, textReply } from "../reply/text-reply.ts";
import type { ResolvedOptions } from "../resolve-options.ts";
import type { Body, BodyFormat } from "./body-format.ts";

/**
 * Meta Llama 2, 3 and 4. The service refuses any key it does not know, such as a stop list.
 *
 * Source: "Meta Llama models", Amazon Bedrock User Guide.
 */
export const llama: BodyFormat = {
  name: "llama",
  takesTools: false,
  stops: "client",
  buildChat: (messages: readonly BaseMessage[], options: ResolvedOptions): Body => {
    const { prompt, images } = buildPrompt(messages, options);
    return { prompt, ...(images.length > 0 && { images }) };
  },
  buildPrompt: (prompt) => ({ prompt }),
  buildSampling: ({ temperature, maxTokens }) => omitUndefined({ temperature, max_gen_len: maxTokens }),
  createReader: (context) => textReply({ readWhole: read, readEvent: read }, context),
};

/** A reply and an event of a stream have the same members; the prompt is counted in the first event only. */
function read(body: PlainRecord, out: ReplySink): void {
  out.text(stringOf(body["generation"]));
  out.stop(stringOf(body["stop_reason"]));
  out.usage(
    omitUndefined({
      input: numberOf(body["prompt_token_count"]),
      output: numberOf(body["generation_token_count"]),
    }),
  );
}
