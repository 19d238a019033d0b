import { scenario } from "../scenario.mjs";

/**
 * @typedef {object} ChatModel what the benchmark uses of LangChain's chat models, whichever copy of its types they have
 * @property {(input: string) => Promise<unknown>} invoke
 * @property {(input: string) => Promise<AsyncIterable<{ content: unknown }>>} stream
 */

/**
 * @param {ChatModel} model
 * @returns {import("../scenario.mjs").BenchClient}
 */
export const chatModelClient = (model) => ({
  invoke: () => model.invoke(scenario.prompt),
  async stream(onFirstText) {
    let characters = 0;
    for await (const { content } of await model.stream(scenario.streamPrompt)) {
      const text = typeof content === "string" ? content : "";
      if (characters === 0 && text !== "") onFirstText();
      characters += text.length;
    }
    return characters;
  },
});
