import type { PlainRecord } from "@langchain-aws/core";
import type { ToolDefinition } from "@langchain-aws/core/tools";

/** A tool as OpenAI-style containers take it. */
export function toOpenAiTool({ name, description, inputSchema, strict }: ToolDefinition): PlainRecord {
  return {
    type: "function",
    function: {
      name,
      ...(description !== undefined && { description }),
      parameters: inputSchema,
      ...(strict !== undefined && { strict }),
    },
  };
}

const words: Readonly<Record<string, string>> = { auto: "auto", none: "none", required: "required", any: "required" };

/** A choice of tools as OpenAI-style containers take it: a word, or the one tool to call; objects are kept. */
export function toOpenAiToolChoice(choice: unknown): unknown {
  if (typeof choice !== "string") return choice;
  return words[choice] ?? { type: "function", function: { name: choice } };
}
