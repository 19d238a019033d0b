import { AIMessage, type AIMessageFields, HumanMessage, SystemMessage, ToolMessage } from "@langchain/core/messages";

/** A user message, also of blocks LangChain has no type for. */
export function H(content: unknown): HumanMessage {
  return new HumanMessage({ content: anyContent(content) });
}

/** A system message. */
export function S(content: unknown): SystemMessage {
  return new SystemMessage({ content: anyContent(content) });
}

/** An assistant's message; `fields` may hold tool calls and metadata. */
export function A(content: unknown, fields: AIMessageFields = {}): AIMessage {
  return new AIMessage({ ...fields, content: anyContent(content) });
}

/** A tool's answer. */
export function T(content: unknown, id: string, status?: "success" | "error"): ToolMessage {
  return new ToolMessage({ content: anyContent(content), tool_call_id: id, ...(status !== undefined && { status }) });
}

/** A call in a message. */
export function call(
  id: string,
  name: string,
  args: Record<string, unknown> = {},
): { id: string; name: string; args: Record<string, unknown>; type: "tool_call" } {
  return { id, name, args, type: "tool_call" };
}

/** A tool that takes one text. */
export function tool(name: string): { name: string; description: string; schema: object } {
  const properties = { city: { type: "string", description: "where" } };
  return { name, description: `does ${name}`, schema: { type: "object", properties, required: ["city"] } };
}

// The tests say what the types forbid, as applications in JavaScript do.
function anyContent(content: unknown): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return content as string;
}
