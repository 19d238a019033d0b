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
  async stream(onText, prompt = scenario.streamPrompt) {
    let characters = 0;
    for await (const { content } of await model.stream(prompt)) {
      const text = typeof content === "string" ? content : "";
      if (text !== "") onText();
      characters += text.length;
    }
    return characters;
  },
});
