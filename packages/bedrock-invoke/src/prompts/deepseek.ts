import { type PromptTemplate, splitSystem } from "./prompt-template.ts";

const begin = "<｜begin▁of▁sentence｜>";
const end = "<｜end▁of▁sentence｜>";

/** DeepSeek R1, whose special tokens have full-width bars. Source: "DeepSeek models", Amazon Bedrock User Guide. */
export const deepseek: PromptTemplate = {
  name: "DeepSeek R1",
  toolRole: false,
  specialTokens: /<(?=｜[^｜\s]{1,40}｜>)/g,
  render: (turns) => {
    const { system = "", rest } = splitSystem(turns);
    const isBegun = rest.at(-1)?.role === "assistant";
    const written = rest.map(({ role, text }, at) => {
      if (role !== "assistant") return `<｜User｜>${text}`;
      return at === rest.length - 1 ? `<｜Assistant｜>${text}` : `<｜Assistant｜>${text}${end}`;
    });
    return `${begin}${system}${written.join("")}${isBegun ? "" : "<｜Assistant｜><think>\n"}`;
  },
};
