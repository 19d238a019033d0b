import type { LocalState } from "../../operation.ts";
import type { Container, ContainerCall } from "../endpoint-options.ts";
import { type Body, jsonAnswer, objectOf } from "./json-body.ts";

interface EmbeddingSettings {
  readonly dimensions: number;
}

/** How an embedding container takes texts and gives vectors. */
interface EmbeddingDialect {
  /** The member that holds the texts. */
  readonly key: string;
  readonly answer: (vectors: readonly number[][], texts: readonly string[], wasOne: boolean) => unknown;
}

const dialects = {
  tei: { key: "inputs", answer: (vectors) => vectors },
  "lmi-embedding": { key: "inputs", answer: (vectors, _texts, wasOne) => (wasOne ? vectors[0] : vectors) },
  "jumpstart-embedding": { key: "text_inputs", answer: (vectors) => ({ embedding: vectors }) },
  // One vector for each token: the words of the text, between two marks as BERT has them.
  "hf-feature-extraction": {
    key: "inputs",
    answer: (vectors, texts) =>
      vectors.map((vector, index) => [vector, ...(texts[index]?.match(/\S+/g) ?? []).map(() => vector), vector]),
  },
} satisfies Record<string, EmbeddingDialect>;

/** Hugging Face's Text Embeddings Inference, LMI, JumpStart and the inference toolkit, each in its own shape. */
export const embeddingContainer =
  (name: keyof typeof dialects) =>
  (state: LocalState, { dimensions }: EmbeddingSettings): Container =>
  async (_body, _headers, call) => {
    const { key, answer }: EmbeddingDialect = dialects[name];
    const given = objectOf(call.json)[key];
    const texts = textsOf(given);
    if (texts === undefined) {
      return jsonAnswer({ error: `\`${key}\` must be a text or a list of texts`, error_type: "Validation" }, 400);
    }
    return jsonAnswer(answer(await embed(texts, state, dimensions), texts, typeof given === "string"));
  };

/** Embeddings of OpenAI. Source: "Create embeddings", OpenAI API Reference. */
export async function embedOpenAi(
  body: Body,
  call: ContainerCall,
  state: LocalState,
  dimensions: number,
): Promise<Response> {
  const texts = textsOf(body["input"]);
  if (texts === undefined) return jsonAnswer({ error: { message: "`input` must be a text or a list of texts" } }, 400);
  const vectors = await embed(texts, state, dimensions);
  const tokens = texts.reduce((sum, text) => sum + state.countTokens(text), 0);
  return jsonAnswer({
    object: "list",
    model: call.endpointName,
    data: vectors.map((embedding, index) => ({ object: "embedding", index, embedding })),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
}

async function embed(texts: readonly string[], { embedder }: LocalState, dimensions: number): Promise<number[][]> {
  return (await embedder.embed(texts, dimensions)).map((vector) => Array.from(vector));
}

function textsOf(value: unknown): string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.length > 0 && list.every((item) => typeof item === "string") ? [...list] : undefined;
}
