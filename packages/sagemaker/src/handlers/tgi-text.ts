import { type HandlerContext, LLMContentHandler, type StreamPiece, type TextReply } from "../content-handler.ts";
import type { StreamRecord } from "../stream/stream-record.ts";
import { readGeneratedText, readTokenRecord } from "./generated-text.ts";
import { jsonBody } from "./json-body.ts";

/**
 * Hugging Face TGI's generate API: `{inputs, parameters, stream}`.
 *
 * `return_full_text: false` is always sent unless you set it: without it TGI may repeat the prompt.
 *
 * @see https://huggingface.co/docs/text-generation-inference
 */
export class TgiTextHandler extends LLMContentHandler {
  override transformInput(inputs: string, modelKwargs: Record<string, unknown>, context: HandlerContext): Uint8Array {
    return jsonBody({ inputs, parameters: { return_full_text: false, ...modelKwargs }, stream: context.streaming });
  }

  override transformOutput(output: Uint8Array): TextReply {
    return readGeneratedText(output);
  }

  transformStreamRecord(record: StreamRecord): StreamPiece | null {
    return readTokenRecord(record);
  }

  applyStop(modelKwargs: Record<string, unknown>, stop: string[]): Record<string, unknown> {
    return { ...modelKwargs, stop };
  }
}
