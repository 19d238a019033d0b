import type { PromptTemplate } from "./prompt-template.ts";

/** As Python's `langchain-aws` writes it: a line for each turn. */
export const writer: PromptTemplate = {
  name: "Palmyra",
  toolRole: false,
  render: (turns) =>
    turns
      .map(({ role, text }) => {
        if (role === "system") return `<<SYS>> ${text} <</SYS>>`;
        return role === "assistant" ? text : `[INST] ${text} [/INST]`;
      })
      .join("\n"),
};
