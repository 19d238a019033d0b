import { AwsConfigurationError } from "@langchain-aws/core";
import type { BaseMessage } from "@langchain/core/messages";
import type { PromptTemplate, TextTurn } from "../prompts/prompt-template.ts";
import type { ResolvedOptions } from "../resolve-options.ts";
import { contentError } from "./content-error.ts";
import { textOfTurn, type Turn, type TurnPart } from "./read-turns.ts";
import { readConversation, withSystemPrompt } from "./system-prompt.ts";

/** A conversation as one text, and the images that are not part of the text. */
export interface BuiltPrompt {
  readonly prompt: string;
  /** Base64. */
  readonly images: readonly string[];
}

/**
 * Writes a conversation as the prompt of a text format: by the caller's `promptFormatter`, else by the family's template.
 *
 * @throws AwsConfigurationError for what the template has no place for, and when there is no template
 */
export function buildPrompt(messages: readonly BaseMessage[], options: ResolvedOptions): BuiltPrompt {
  const { model, promptFormatter } = options;
  if (promptFormatter !== undefined) {
    const { modelId, baseModelId, format } = model;
    const context = { model: modelId, ...(baseModelId !== undefined && { baseModelId }), bodyFormat: format.name };
    return { prompt: promptFormatter([...withSystemPrompt(messages, options)], context), images: [] };
  }
  const { template, images = false } = model.family;
  if (template === undefined) throw withoutTemplate(options);
  const found: string[] = [];
  const turns = readConversation(messages, options).map((turn): TextTurn => {
    if (turn.role === "tool" && !template.toolRole) throw withoutToolRole(template, turn);
    const escape = (text: string): string => (options.escapeSpecialTokens ? escaped(text, template) : text);
    const said = writtenTurn(turn, escape, images ? template.imageToken : undefined, found);
    return { role: turn.role, text: said === "" ? callsAsText(turn) : said };
  });
  return { prompt: template.render(turns), images: found };
}

/** The text of a turn. Images stand where they were, as the family's token; their bytes go beside the prompt. */
function writtenTurn(
  turn: Turn,
  escape: (text: string) => string,
  imageToken: string | undefined,
  images: string[],
): string {
  const before = images.length;
  const parts = turn.parts.map((part): TurnPart => {
    if (part.type === "text") return { type: "text", text: escape(part.text) };
    if (imageToken === undefined || part.type !== "media" || part.media.kind !== "image" || turn.role !== "user") {
      return part;
    }
    images.push(part.media.base64);
    return { type: "text", text: imageToken };
  });
  return textOfTurn({ ...turn, parts }, images.length > before ? "" : "\n");
}

/** Breaks what would be a special token. */
function escaped(text: string, { specialTokens }: PromptTemplate): string {
  if (specialTokens === undefined) return text;
  return text.replace(specialTokens, (start) => `${start.slice(0, 1)} ${start.slice(1)}`);
}

/** A turn that only called tools, in the words Llama was taught for calls. */
function callsAsText({ calls }: Turn): string {
  return calls.map(({ name, args }) => JSON.stringify({ name, parameters: args })).join("\n");
}

function withoutToolRole({ name }: PromptTemplate, { place }: Turn): AwsConfigurationError {
  return contentError(
    `The prompt of ${name} has no role for the result of a tool. Say it in a HumanMessage, pass \`promptFormatter\`, or describe the tools with \`withToolsInPrompt\`.`,
    place,
  );
}

function withoutTemplate({ model }: ResolvedOptions): AwsConfigurationError {
  return new AwsConfigurationError(
    `How ${model.modelId} wants a conversation written as text is not known. Set \`baseModelId\`, pass \`promptFormatter\`, or use \`bodyFormat: "openai-chat"\`.`,
    { code: "CONFIG_NO_TEMPLATE" },
  );
}
