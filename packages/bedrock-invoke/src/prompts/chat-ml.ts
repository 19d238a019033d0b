import type { PromptTemplate, TextTurn } from "./prompt-template.ts";

/** ChatML, the text form of Qwen. */
export const chatMl: PromptTemplate = {
  name: "ChatML",
  toolRole: true,
  specialTokens: /<\|(?=(?:im_start|im_end|endoftext)\|>)/g,
  render: (turns) => {
    const isBegun = turns.at(-1)?.role === "assistant";
    const written = turns.map((turn, at) => {
      const isOpen = isBegun && at === turns.length - 1;
      return isOpen ? opened(turn) : `${opened(turn)}<|im_end|>`;
    });
    return isBegun ? written.join("\n") : [...written, "<|im_start|>assistant\n"].join("\n");
  },
};

function opened({ role, text }: TextTurn): string {
  return `<|im_start|>${role}\n${text}`;
}
