import { isRecord } from "@langchain-aws/core";

/** The text of what a model gave: a plain model's own, or that of a message, without its thoughts. */
export function textOfOutput(output: unknown): string {
  if (typeof output === "string") return output;
  const content = isRecord(output) ? output["content"] : undefined;
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map(textOfBlock).join("");
}

function textOfBlock(block: unknown): string {
  if (typeof block === "string") return block;
  if (!isRecord(block)) return "";
  const { type, text } = block;
  const isText = type === "text" || type === "text_delta" || type === undefined;
  return isText && typeof text === "string" ? text : "";
}

function typeName(model: Readonly<Record<string, unknown>>): unknown {
  const name: unknown = model["_llmType"];
  return typeof name === "function" ? Reflect.apply(name, model, []) : "";
}

/** Whether a model is one of Anthropic's, which do better with a short prompt. */
export function isAnthropicModel(model: unknown): boolean {
  if (!isRecord(model)) return false;
  const names = [
    typeName(model),
    ...["model", "modelId", "modelName", "modelArn", "provider"].map((name) => model[name]),
  ];
  return (
    names.some((name) => typeof name === "string" && /anthropic|claude/i.test(name)) || isAnthropicModel(model["bound"])
  );
}
