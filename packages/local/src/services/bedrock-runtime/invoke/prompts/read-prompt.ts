import type { ContentBlock, Message } from "../../../../chat/content-blocks.ts";

/** How a prompt marks its turns. */
export interface PromptTemplate {
  /** What begins a turn; its first group is the word for the role. */
  marker: RegExp;
  /** Roles by that word. */
  roles: Readonly<Record<string, PromptRole>>;
  /** Special tokens that are no text. */
  tokens: RegExp;
}

/** Whose turn it is; what comes before the first turn is the system's. */
export type PromptRole = "system" | "user" | "assistant" | "tool";

/** One turn of a prompt. */
export interface PromptTurn {
  role: PromptRole;
  text: string;
}

const llama3: PromptTemplate = {
  marker: /<\|(?:start_header_id|header_start)\|>(\w+)<\|(?:end_header_id|header_end)\|>\s*/g,
  roles: { system: "system", user: "user", assistant: "assistant", ipython: "tool", tool: "tool" },
  tokens: /<\|(?:begin_of_text|eot_id|eot|eom_id|eom|python_tag|image)\|>/g,
};
const instructions: PromptTemplate = {
  marker: /\[(\/?INST)\]/g,
  roles: { INST: "user", "/INST": "assistant" },
  tokens: /<\/?s>/g,
};
const humanAssistant: PromptTemplate = {
  marker: /(?:^|\n)\s*(Human|Assistant):/g,
  roles: { Human: "user", Assistant: "assistant" },
  tokens: /(?!)/g,
};
const userBot: PromptTemplate = {
  marker: /(?:^|\n)\s*(User|Bot|Chatbot):/g,
  roles: { User: "user", Bot: "assistant", Chatbot: "assistant" },
  tokens: /(?!)/g,
};
const deepseek: PromptTemplate = {
  marker: /<｜(User|Assistant)｜>/g,
  roles: { User: "user", Assistant: "assistant" },
  tokens: /<｜(?:begin|end)▁of▁sentence｜>|<think>\n?$/g,
};
const chatMl: PromptTemplate = {
  marker: /<\|im_start\|>(\w+)\n/g,
  roles: { system: "system", user: "user", assistant: "assistant", tool: "tool" },
  tokens: /<\|im_end\|>\n?/g,
};

/** The templates of the model vendors, by the marks that they leave; the first that a prompt shows is its own. */
const templates: readonly PromptTemplate[] = [llama3, chatMl, deepseek, instructions, humanAssistant, userBot];

const SYSTEM_TAG = /<<SYS>>\s*([\s\S]*?)\s*<<\/SYS>>\s*/;

/**
 * The turns of a prompt that was written after the template of some model; a prompt without one is one turn of the user.
 *
 * An empty turn of the assistant at the end is where the model goes on, and is left out.
 */
export function readPrompt(prompt: string): PromptTurn[] {
  for (const template of templates) {
    const turns = readTurns(prompt, template);
    if (turns !== undefined) return turns.filter(({ text }) => text !== "");
  }
  return [{ role: "user", text: prompt.trim() }];
}

function readTurns(prompt: string, { marker, roles, tokens }: PromptTemplate): PromptTurn[] | undefined {
  const marks = [...prompt.matchAll(marker)];
  if (!marks.some(([, word = ""]) => roles[word] === "user")) return undefined;
  const clean = (text: string): string => text.replaceAll(tokens, "").trim();
  const turns: PromptTurn[] = [{ role: "system", text: clean(prompt.slice(0, marks[0]?.index)) }];
  for (const [index, mark] of marks.entries()) {
    const [whole, word = ""] = mark;
    const text = clean(prompt.slice(mark.index + whole.length, marks[index + 1]?.index));
    const [tagged, system] = SYSTEM_TAG.exec(text) ?? [];
    if (system !== undefined) turns.push({ role: "system", text: system });
    turns.push({ role: roles[word] ?? "user", text: tagged === undefined ? text : text.replace(tagged, "") });
  }
  return turns;
}

/** A prompt as a conversation. */
export interface PromptConversation {
  messages: Message[];
  system: { text: string }[];
}

/** The turns as messages, the system's apart; a turn of a tool is the user's. */
export function toConversation(turns: readonly PromptTurn[]): PromptConversation {
  const system = turns.filter(({ role }) => role === "system").map(({ text }) => ({ text }));
  const messages = turns
    .filter(({ role }) => role !== "system")
    .map(({ role, text }) => ({ role: role === "assistant" ? "assistant" : "user", content: [textBlock(text)] }));
  return { messages, system };
}

const textBlock = (text: string): ContentBlock => ({ text });
