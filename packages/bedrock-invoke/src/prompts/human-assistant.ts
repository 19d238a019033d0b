import { warnOnce } from "@langchain-aws/core";
import { capitalised, type PromptTemplate, splitSystem } from "./prompt-template.ts";

const names: Readonly<Record<string, string>> = { user: "Human", assistant: "Assistant" };

/** The turns of Claude before version 3. Source: "Anthropic Claude Text Completions API", Amazon Bedrock User Guide. */
export const humanAssistant: PromptTemplate = {
  name: "Claude before version 3",
  toolRole: false,
  render: (turns) => {
    if (turns.length === 0) return "";
    const { system, rest } = splitSystem(turns);
    const written = rest.map(({ role, text }) => `\n\n${names[role] ?? capitalised(role)}: ${text}`);
    if (rest.at(-1)?.role !== "assistant") written.push("\n\nAssistant:");
    return ((system ?? "") + written.join("")).trimEnd();
  },
};

/**
 * A prompt with the markers the service insists on: it begins with a human turn, ends with the assistant's, and has two
 * new lines in front of each. Warns when the turns do not alternate; the service may still take it.
 */
export function withMarkers(prompt: string): string {
  const human = prompt.indexOf("Human:");
  const assistant = prompt.indexOf("Assistant:");
  const isOpened = human >= 0 && (assistant < 0 || human < assistant);
  const opened = isOpened ? prompt : `\n\nHuman: ${prompt.trimStart()}`;
  const spaced = opened.replaceAll(/\n*(Human|Assistant):/g, "\n\n$1:");
  const markers = Array.from(spaced.matchAll(/(Human|Assistant):/g), ([, marker]) => marker);
  if (markers.some((marker, at) => at > 0 && marker === markers[at - 1])) {
    warnOnce(
      "bedrock-invoke:alternate",
      "The turns of the prompt do not alternate between Human: and Assistant:, as this model expects.",
    );
  }
  return markers.at(-1) === "Assistant" ? spaced : `${spaced.trimEnd()}\n\nAssistant:`;
}
