import { Worker } from "node:worker_threads";
import { workerUrl } from "./node.ts";

interface Pending {
  resolve(vectors: Float32Array[]): void;
  reject(error: Error): void;
}

/**
 * The worker thread of the sentence model, started by the first texts.
 *
 * The thread keeps the process alive only while it owes an answer.
 */
export class EmbeddingThread {
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #lastId = 0;
  #isClosed = false;

  /** The model's own vectors, in the order of the texts. */
  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    if (this.#isClosed) throw new Error("The embedder of this endpoint is closed.");
    const worker = (this.#worker ??= this.#start());
    const id = (this.#lastId += 1);
    return await new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      worker.ref();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- windows have origins, threads none
      worker.postMessage({ id, texts });
    });
  }

  /** Ends the thread at once; what it still owes is refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#refuseAll(new Error("The embedder of this endpoint is closed."));
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(workerUrl(), { name: "langchain-aws-local embeddings" });
    worker.unref();
    worker.on("message", (message: unknown) => this.#receive(message));
    worker.on("error", (error) => this.#refuseAll(new Error("The embedding thread failed.", { cause: error })));
    worker.on("exit", () => {
      // The next texts start another one.
      this.#worker = undefined;
      this.#refuseAll(new Error("The embedding thread ended."));
    });
    return worker;
  }

  #receive(message: unknown): void {
    if (!isAnswer(message)) return;
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (this.#pending.size === 0) this.#worker?.unref();
    if ("vectors" in message) pending?.resolve(message.vectors);
    else pending?.reject(new Error(`The sentence model failed: ${message.problem}`));
  }

  #refuseAll(error: Error): void {
    for (const pending of this.#pending.values()) pending.reject(error);
    this.#pending.clear();
  }
}

type Answer = { id: number; vectors: Float32Array[] } | { id: number; problem: string };

/** What `worker.js` posts. */
function isAnswer(message: unknown): message is Answer {
  return typeof message === "object" && message !== null && "id" in message;
}
