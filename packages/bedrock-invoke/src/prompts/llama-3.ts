import type { PromptTemplate, TextTurn } from "./prompt-template.ts";

/** The words by which one generation of Llama marks turns. */
interface Marks {
  readonly open: string;
  readonly close: string;
  readonly end: string;
}

/** Source: "Llama 3 | Model cards and prompt formats", Meta. */
export const llama3: PromptTemplate = {
  name: "Llama 3",
  toolRole: true,
  specialTokens:
    /<\|(?=(?:begin_of_text|end_of_text|start_header_id|end_header_id|eot_id|eom_id|python_tag|image)\|>)/g,
  imageToken: "<|image|>",
  render: (turns) => render(turns, { open: "<|start_header_id|>", close: "<|end_header_id|>", end: "<|eot_id|>" }),
};

/** Source: "Llama 4 | Model cards and prompt formats", Meta. */
export const llama4: PromptTemplate = {
  name: "Llama 4",
  toolRole: true,
  specialTokens:
    /<\|(?=(?:begin_of_text|end_of_text|header_start|header_end|eot|eom|python_start|python_end|image)\|>)/g,
  render: (turns) => render(turns, { open: "<|header_start|>", close: "<|header_end|>", end: "<|eot|>" }),
};

function render(turns: readonly TextTurn[], { open, close, end }: Marks): string {
  const header = (role: string): string => `${open}${role === "tool" ? "ipython" : role}${close}\n\n`;
  const written = turns.map(({ role, text }) => header(role) + text);
  // An answer that was begun is gone on with: its turn stays open.
  const isBegun = turns.at(-1)?.role === "assistant";
  const next = isBegun ? "" : `${end}${header("assistant")}`;
  return `<|begin_of_text|>${written.join(end)}${written.length === 0 ? header("assistant") : next}`;
}
