import { type HandlerContext, LLMContentHandler, type StreamPiece, type TextReply } from "../content-handler.ts";
import type { StreamRecord } from "../stream/stream-record.ts";
import { readGeneratedText, readTokenRecord } from "./generated-text.ts";
import { jsonBody } from "./json-body.ts";

/** Options of {@link LmiTextHandler}. */
export interface LmiTextHandlerOptions {
  /**
   * `do_sample` of the request: LMI up to 0.31 takes no notice of sampling parameters without it.
   *
   * @defaultValue true when `temperature`, `top_k` or `top_p` is set, else not sent
   */
  doSample?: boolean;
}

const samplingNames = ["temperature", "top_k", "top_p"];

/**
 * AWS's Large Model Inference containers (DJL Serving): `{inputs, parameters, stream}`.
 *
 * @see https://docs.djl.ai/master/docs/serving/serving/docs/lmi/user_guides/lmi_input_output_schema.html
 */
export class LmiTextHandler extends LLMContentHandler {
  readonly #doSample: boolean | undefined;

  constructor({ doSample }: LmiTextHandlerOptions = {}) {
    super();
    this.#doSample = doSample;
  }

  override transformInput(inputs: string, modelKwargs: Record<string, unknown>, context: HandlerContext): Uint8Array {
    const doSample = this.#doSample ?? (samplingNames.some((name) => modelKwargs[name] !== undefined) || undefined);
    return jsonBody({ inputs, parameters: { do_sample: doSample, ...modelKwargs }, stream: context.streaming });
  }

  override transformOutput(output: Uint8Array, context: HandlerContext): TextReply {
    return withWarning(readGeneratedText(output), context);
  }

  transformStreamRecord(record: StreamRecord, context: HandlerContext): StreamPiece | null {
    const piece = readTokenRecord(record);
    return piece === null ? null : withWarning(piece, context);
  }

  applyStop(modelKwargs: Record<string, unknown>, stop: string[]): Record<string, unknown> {
    return { ...modelKwargs, stop_sequences: stop };
  }
}

/** LMI generates 30 tokens unless told otherwise, which surprises everybody once. */
function withWarning<Reply extends TextReply | StreamPiece>(reply: Reply, { modelKwargs = {} }: HandlerContext): Reply {
  if (reply.finishReason !== "length" || modelKwargs["max_new_tokens"] !== undefined) return reply;
  const warning = "The answer was cut off: LMI generates 30 tokens unless modelKwargs.max_new_tokens says otherwise.";
  return { ...reply, metadata: { ...reply.metadata, warning } };
}
