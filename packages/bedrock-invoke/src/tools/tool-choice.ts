import { AwsConfigurationError, isRecord, type PlainRecord, stringOf } from "@langchain-aws/core";
import { type BoundTool, nameOf } from "./bound-tools.ts";

/** Which tool the model must use, in the one form the formats read. */
export type ToolChoice =
  | { readonly kind: "auto" | "any" | "none" }
  | { readonly kind: "tool"; readonly name: string }
  | { readonly kind: "other"; readonly value: PlainRecord };

const words: Readonly<Record<string, ToolChoice>> = {
  auto: { kind: "auto" },
  any: { kind: "any" },
  required: { kind: "any" },
  none: { kind: "none" },
};

/**
 * Reads a tool choice in any spelling.
 *
 * @returns nothing when nothing is chosen
 * @throws AwsConfigurationError for a tool that is not bound
 */
export function readToolChoice(given: unknown, tools: readonly BoundTool[]): ToolChoice | undefined {
  const choice = toChoice(given);
  if (choice?.kind === "tool" && !tools.some((tool) => nameOf(tool) === choice.name)) {
    throw new AwsConfigurationError(
      `tool_choice names "${choice.name}", which is not bound. Bound are: ${tools.map(nameOf).join(", ") || "none"}.`,
      { code: "CONFIG_INVALID_TOOL_CHOICE" },
    );
  }
  return choice;
}

/** Whether the model has no way but to call a tool. */
export function isForced(choice: ToolChoice | undefined): boolean {
  return choice?.kind === "any" || choice?.kind === "tool";
}

function toChoice(given: unknown): ToolChoice | undefined {
  if (given === undefined || given === null || given === false) return undefined;
  if (given === true) return { kind: "any" };
  if (typeof given === "string") return Object.hasOwn(words, given) ? words[given] : { kind: "tool", name: given };
  if (!isRecord(given)) return undefined;
  const { type } = given;
  const named = isRecord(given["function"]) ? stringOf(given["function"]["name"]) : undefined;
  if (type === "function" && named !== undefined) return { kind: "tool", name: named };
  const name = stringOf(given["name"]);
  if (type === "tool" && name !== undefined) return { kind: "tool", name };
  // Whatever else such an object says, no format has a place for it.
  const isWord = typeof type === "string" && Object.hasOwn(words, type);
  return isWord ? words[type] : { kind: "other", value: given };
}
