import { type HandlerContext, LLMContentHandler, type StreamPiece, type TextReply } from "../content-handler.ts";
import type { StreamRecord } from "../stream/stream-record.ts";
import { readGeneratedText, readTokenRecord } from "./generated-text.ts";
import { jsonBody } from "./json-body.ts";

/** Options of {@link JumpStartTextHandler}. */
export interface JumpStartTextHandlerOptions {
  /**
   * The container behind the model: it decides the name of the stop sequences.
   *
   * @defaultValue "tgi"
   */
  flavor?: "tgi" | "lmi";
}

/** Text models of SageMaker JumpStart, on TGI or LMI. */
export class JumpStartTextHandler extends LLMContentHandler {
  readonly #stopKey: "stop" | "stop_sequences";

  constructor({ flavor = "tgi" }: JumpStartTextHandlerOptions = {}) {
    super();
    this.#stopKey = flavor === "tgi" ? "stop" : "stop_sequences";
  }

  override transformInput(inputs: string, modelKwargs: Record<string, unknown>, context: HandlerContext): Uint8Array {
    const parameters = { ...(this.#stopKey === "stop" && { return_full_text: false }), ...modelKwargs };
    return jsonBody({ inputs, parameters, ...(context.streaming && { stream: true }) });
  }

  override transformOutput(output: Uint8Array): TextReply {
    return readGeneratedText(output);
  }

  transformStreamRecord(record: StreamRecord): StreamPiece | null {
    return readTokenRecord(record);
  }

  applyStop(modelKwargs: Record<string, unknown>, stop: string[]): Record<string, unknown> {
    return { ...modelKwargs, [this.#stopKey]: stop };
  }
}
