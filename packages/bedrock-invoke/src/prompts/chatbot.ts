import { capitalised, type PromptTemplate, splitSystem } from "./prompt-template.ts";

const names: Readonly<Record<string, string>> = { user: "User", assistant: "Chatbot" };

/** For models that were made to complete texts: Cohere Command and AI21 Jurassic. */
export const chatbot: PromptTemplate = {
  name: "Chatbot",
  toolRole: false,
  render: (turns) => {
    const { system, rest } = splitSystem(turns);
    const written = rest.map(({ role, text }) => `${names[role] ?? capitalised(role)}: ${text}`);
    if (rest.at(-1)?.role !== "assistant") written.push("Chatbot:");
    return (system === undefined ? "" : `${system}\n\n`) + written.join("\n");
  },
};
