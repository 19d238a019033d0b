import { toExchanges } from "./instruction-turns.ts";
import type { PromptTemplate } from "./prompt-template.ts";

/** Source: "Meta Llama 2 | Model cards and prompt formats", Meta. */
export const llama2: PromptTemplate = {
  name: "Llama 2",
  toolRole: false,
  specialTokens: /<(?=<\/?SYS>>|\/?s>)|\[(?=\/?INST\])/g,
  render: (turns) => {
    const exchanges = toExchanges(turns, (system, instruction) => `<<SYS>>\n${system}\n<</SYS>>\n\n${instruction}`);
    return exchanges
      .map(({ instruction, answer }, at) => {
        const asked = `<s>[INST] ${instruction} [/INST]`;
        if (answer === undefined) return asked;
        return at === exchanges.length - 1 ? `${asked} ${answer}` : `${asked} ${answer} </s>`;
      })
      .join("");
  },
};
