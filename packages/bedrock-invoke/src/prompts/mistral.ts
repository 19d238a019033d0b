import { toExchanges } from "./instruction-turns.ts";
import type { PromptTemplate } from "./prompt-template.ts";

/** Source: "Mistral AI text completion", Amazon Bedrock User Guide. */
export const mistral: PromptTemplate = {
  name: "Mistral",
  toolRole: false,
  specialTokens: /<(?=\/?s>)|\[(?=\/?INST\])/g,
  render: (turns) => {
    const exchanges = toExchanges(turns, (system, instruction) => `${system}\n\n${instruction}`);
    const written = exchanges.map(({ instruction, answer }, at) => {
      const asked = `[INST] ${instruction} [/INST]`;
      if (answer === undefined) return asked;
      return at === exchanges.length - 1 ? `${asked} ${answer}` : `${asked} ${answer}</s>`;
    });
    return `<s>${written.join("")}`;
  },
};
