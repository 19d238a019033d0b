import { utf8Encode } from "@langchain-aws/core";
import { LLMContentHandler, type StreamPiece } from "../content-handler.ts";
import type { Framing, StreamRecord } from "../stream/stream-record.ts";

/** A container that takes a text and gives a text: `text/plain`, both ways. */
export class PlainTextHandler extends LLMContentHandler {
  override readonly contentType: string = "text/plain";
  override readonly accepts: string = "text/plain";
  override readonly framing: Framing = "raw";

  override transformInput(input: string): Uint8Array {
    return utf8Encode(input);
  }

  override transformOutput(output: Uint8Array): string {
    return new TextDecoder().decode(output);
  }

  transformStreamRecord({ text }: StreamRecord): StreamPiece {
    return { text };
  }
}
