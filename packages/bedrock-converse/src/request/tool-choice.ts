import type { Tool as WireTool, ToolChoice as WireToolChoice } from "@aws-sdk/client-bedrock-runtime";
import { AwsConfigurationError, firstText, isRecord, warnOnce } from "@langchain-aws/core";
import type { ToolChoiceKind } from "../model-families.ts";
import type { ResolvedOptions } from "../resolve-options.ts";
import { isThinking } from "./thinking.ts";

/** Choices that name no tool. */
const wordChoices: Readonly<Record<string, ToolChoiceKind>> = { auto: "auto", any: "any", required: "any" };

const wireChoices: Readonly<Record<Exclude<ToolChoiceKind, "tool">, WireToolChoice>> = {
  auto: { auto: {} },
  any: { any: {} },
};

/** Whether a choice forbids tools. Converse has no such choice: the request is sent without tools instead. */
export function isNoTool(choice: unknown): boolean {
  return choice === "none" || choice === false || (isRecord(choice) && choice["type"] === "none");
}

/** The tool choices the model of a request accepts; nothing when nobody has written them down. */
export function acceptedToolChoices(options: ResolvedOptions): readonly ToolChoiceKind[] | undefined {
  const { family } = options.resolved;
  if (options.supportsToolChoiceValues !== undefined) return options.supportsToolChoiceValues;
  return isThinking(options) ? (family.toolChoiceWhileThinking ?? family.toolChoice) : family.toolChoice;
}

/**
 * The wire's tool choice. A forced choice that a thinking model refuses becomes `auto`, with a warning; `auto` where it
 * is refused is left out.
 *
 * @throws AwsConfigurationError for names no tool has, and for choices the model refuses
 */
export function resolveToolChoice(options: ResolvedOptions, tools: readonly WireTool[]): WireToolChoice | undefined {
  const choice = readChoice(options.toolChoice, tools);
  if (choice === undefined) return undefined;
  const kind = kindOf(choice);
  if (kind !== "auto" && isSystemOnly(tools)) return downgrade(options, "only tools that the service runs are bound");
  const accepted = acceptedToolChoices(options);
  if (accepted === undefined || accepted.includes(kind)) return choice;
  if (isThinking(options) && accepted.includes("auto")) return downgrade(options, "it is thinking");
  if (kind === "auto") return undefined;
  throw new AwsConfigurationError(
    `The model ${options.modelName} does not take the tool choice "${kind}"; it takes ${accepted.join(", ") || "none"}. ` +
      "Pass another `tool_choice`, or correct the list with `supportsToolChoiceValues`.",
    { code: "CONFIG_UNSUPPORTED_TOOL_CHOICE" },
  );
}

function downgrade({ modelName }: ResolvedOptions, reason: string): WireToolChoice {
  warnOnce(
    `bedrock-converse:tool-choice:${modelName}:${reason}`,
    `The model ${modelName} cannot be made to use a tool while ${reason}; the tool choice "auto" is sent.`,
  );
  return wireChoices.auto;
}

function readChoice(choice: unknown, tools: readonly WireTool[]): WireToolChoice | undefined {
  if (choice === undefined || choice === null) return undefined;
  if (choice === true) return onlyTool(tools);
  const word = typeof choice === "string" ? choice : isRecord(choice) ? wordOf(choice) : undefined;
  const kind = word !== undefined && Object.hasOwn(wordChoices, word) ? wordChoices[word] : undefined;
  if (kind === "auto" || kind === "any") return wireChoices[kind];
  const name = typeof choice === "string" ? choice : isRecord(choice) ? nameOf(choice) : undefined;
  return namedTool(name, tools);
}

/** `{auto: {}}`, `{any: {}}`, `{type: "auto"}`. */
function wordOf(choice: Readonly<Record<string, unknown>>): string | undefined {
  if (choice["auto"] !== undefined) return "auto";
  if (choice["any"] !== undefined) return "any";
  return firstText(choice["type"]);
}

/** `{tool: {name}}`, `{type: "tool", name}`, `{type: "function", function: {name}}`. */
function nameOf(choice: Readonly<Record<string, unknown>>): string | undefined {
  const nested = [choice["tool"], choice["function"]].find(isRecord);
  return firstText(nested?.["name"], choice["name"]);
}

function namedTool(name: string | undefined, tools: readonly WireTool[]): WireToolChoice {
  const names = tools.flatMap((tool) => tool.toolSpec?.name ?? []);
  const found = names.find((known) => known === name || known === name?.replaceAll("-", "_"));
  if (found !== undefined) return { tool: { name: found } };
  throw new AwsConfigurationError(`The tool choice names no bound tool. Bound are: ${names.join(", ") || "none"}.`, {
    code: "CONFIG_UNKNOWN_TOOL",
  });
}

function onlyTool(tools: readonly WireTool[]): WireToolChoice {
  const names = tools.flatMap((tool) => tool.toolSpec?.name ?? []);
  if (names.length === 1 && names[0] !== undefined) return { tool: { name: names[0] } };
  throw new AwsConfigurationError(
    `The tool choice \`true\` means the one bound tool, and ${names.length} are bound. Name the tool.`,
    { code: "CONFIG_UNKNOWN_TOOL" },
  );
}

function kindOf(choice: WireToolChoice): ToolChoiceKind {
  if (choice.auto !== undefined) return "auto";
  return choice.any === undefined ? "tool" : "any";
}

function isSystemOnly(tools: readonly WireTool[]): boolean {
  return tools.some((tool) => tool.systemTool !== undefined) && !tools.some((tool) => tool.toolSpec !== undefined);
}
