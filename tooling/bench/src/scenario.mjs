/** What every client is asked for, so that they do the same work. */
export const scenario = {
  model: "anthropic.claude-3-5-sonnet-20240620-v1:0",
  embeddingModel: "amazon.titan-embed-text-v2:0",
  knowledgeBaseId: "KB12345678",
  region: "us-east-1",
  credentials: { accessKeyId: "AKIALOCAL", secretAccessKey: "local" },
  prompt: "Say hello.",
  streamPrompt: "Tell me everything.",
  longStreamPrompt: "Tell me everything, fifty times.",
  longStreamRepeats: 50,
  answer: "Hello there, how can I help you today?",
  deltas: Array.from({ length: 2000 }, (_, index) => `word${index % 10} `),
};

/**
 * Where the server of a run listens. HTTP/2 is without TLS, by prior knowledge.
 *
 * @typedef {{ http1: string, http2: string }} Target
 *
 * One way to call the model. `stream` gives the number of characters received, and tells of each text that comes.
 *
 * @typedef {object} BenchClient
 * @property {() => Promise<unknown>} invoke
 * @property {(onText: () => void, prompt?: string) => Promise<number>} stream
 */
