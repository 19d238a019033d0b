import type { LocalState } from "../../operation.ts";
import type { Container, ContainerName } from "../endpoint-options.ts";
import { askChat, type ChatAnswer, spokenPieces } from "./ask-chat.ts";
import { embeddingContainer } from "./embeddings.ts";
import { lmi, tgi } from "./generate-text.ts";
import { streamAnswer } from "./json-body.ts";
import { jumpStartLlama2Chat } from "./jumpstart-llama2-chat.ts";
import { openAi } from "./openai.ts";

type CreateContainer = (state: LocalState, settings: { dimensions: number }) => Container;

/** The ready containers: a new format is a file beside this and a row here. */
export const readyContainers: Readonly<Record<ContainerName, CreateContainer>> = {
  echo: () => echo,
  text: (state) => plainText(state),
  tgi,
  lmi,
  openai: openAi,
  "jumpstart-llama2-chat": jumpStartLlama2Chat,
  tei: embeddingContainer("tei"),
  "lmi-embedding": embeddingContainer("lmi-embedding"),
  "jumpstart-embedding": embeddingContainer("jumpstart-embedding"),
  "hf-feature-extraction": embeddingContainer("hf-feature-extraction"),
};

/** The names of the ready containers. */
export const containerNames: readonly string[] = Object.keys(readyContainers);

/** Answers every body with itself, in the content type that it came in. */
const echo: Container = (body, headers) =>
  new Response(Uint8Array.from(body), {
    headers: {
      "content-type": headers["content-type"] ?? "application/octet-stream",
      ...(headers[attributes] !== undefined && { [attributes]: headers[attributes] }),
    },
  });

const attributes = "x-amzn-sagemaker-custom-attributes";

/** Takes a text, gives a text. */
const plainText =
  (state: LocalState): Container =>
  async (body, _headers, call) => {
    const text = new TextDecoder().decode(body);
    const messages = [{ role: "user", content: [{ text }] }];
    const answer = await askChat({ family: "text", messages, maxTokens: 4096, stop: [], body: {} }, call, state);
    return streamAnswer(pieces(answer), "text/plain; charset=utf-8");
  };

async function* pieces(answer: ChatAnswer): AsyncGenerator<string> {
  for await (const block of answer.blocks()) yield* spokenPieces(block);
}
