import { capitalised, type PromptTemplate, splitSystem } from "./prompt-template.ts";

const names: Readonly<Record<string, string>> = { user: "User", assistant: "Bot" };

/** Source: "Amazon Titan Text models", Amazon Bedrock User Guide. */
export const titan: PromptTemplate = {
  name: "Titan Text",
  toolRole: false,
  render: (turns) => {
    const { system = "", rest } = splitSystem(turns);
    const written = rest.map(({ role, text }) => `\n\n${names[role] ?? capitalised(role)}: ${text}`);
    return system + written.join("") + (rest.at(-1)?.role === "assistant" ? "" : "\n\nBot:");
  },
};
