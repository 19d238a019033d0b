import { isRecord } from "@langchain-aws/core";
import { EmbeddingsContentHandler } from "../content-handler.ts";
import { checkForError, jsonBody, parseBody } from "../handlers/json-body.ts";
import { type Pooling, readVectors } from "./vectors.ts";

/** `{inputs: [...]}`, and every shape of answer that is known: for when the container is not. */
export class AutoEmbeddingsHandler extends EmbeddingsContentHandler {
  protected readonly pooling: Pooling = "mean";

  override transformInput(inputs: string[], modelKwargs: Record<string, unknown>): Uint8Array {
    return jsonBody({ inputs, ...modelKwargs });
  }

  override transformOutput(output: Uint8Array): number[][] {
    const answer = parseBody(output);
    if (isRecord(answer)) checkForError(answer);
    return readVectors(answer, this.pooling);
  }
}

/** Hugging Face Text Embeddings Inference: `{inputs, truncate?}`, answered by one vector for each. */
export class TeiEmbeddingsHandler extends AutoEmbeddingsHandler {}

/** AWS's Large Model Inference containers: `{inputs}`. */
export class LmiEmbeddingsHandler extends AutoEmbeddingsHandler {}

/** OpenAI's embeddings, as vLLM and TEI have them: `{input, model?}`, answered in any order with an index. */
export class OpenAIEmbeddingsHandler extends AutoEmbeddingsHandler {
  override transformInput(input: string[], modelKwargs: Record<string, unknown>): Uint8Array {
    return jsonBody({ input, ...modelKwargs });
  }
}

/** Embedding models of SageMaker JumpStart: `{text_inputs}`, answered by `{embedding}`. */
export class JumpStartEmbeddingsHandler extends AutoEmbeddingsHandler {
  override transformInput(text_inputs: string[], modelKwargs: Record<string, unknown>): Uint8Array {
    return jsonBody({ text_inputs, ...modelKwargs });
  }
}

/** The feature extraction of Hugging Face's inference toolkit: one vector for each token, which are pooled. */
export class HfFeatureExtractionHandler extends AutoEmbeddingsHandler {
  protected override readonly pooling: Pooling;

  /** @param options - `pooling`: the `mean` of the tokens' vectors (default), or the first one, `cls` */
  constructor({ pooling = "mean" }: { pooling?: Pooling } = {}) {
    super();
    this.pooling = pooling;
  }
}
