import { omitUndefined, type PlainRecord } from "@langchain-aws/core";
import type { ToolDefinition } from "@langchain-aws/core/tools";
import { contentError } from "../messages/content-error.ts";
import { type Turn, type TurnCall, textOfTurn } from "../messages/read-turns.ts";
import { describe } from "../tools/bound-tools.ts";

/** What differs between the formats that have OpenAI's messages. */
export interface OpenAiDialect {
  /** Takes images; `undefined`: the service judges. */
  readonly images: boolean | undefined;
  /** Takes the role `developer`. */
  readonly developerRole: boolean;
  /** The id of a call as the format wants it. */
  readonly toCallId: (id: string) => string;
  /** Calls carry `type: "function"`. */
  readonly typedCalls: boolean;
}

/**
 * Turns as OpenAI's messages.
 *
 * @throws AwsConfigurationError for media the model does not take, and for roles there are none of
 */
export function toOpenAiMessages(turns: readonly Turn[], dialect: OpenAiDialect): readonly PlainRecord[] {
  return turns.map((turn) => {
    switch (turn.role) {
      case "system":
        return { role: "system", content: textOfTurn(turn) };
      case "user":
        return { role: "user", content: userContent(turn, dialect) };
      case "assistant":
        return assistantMessage(turn, dialect);
      case "tool":
        return { role: "tool", tool_call_id: dialect.toCallId(turn.callId ?? ""), content: textOfTurn(turn) };
      case "developer":
        if (dialect.developerRole) return { role: "developer", content: textOfTurn(turn) };
        return { role: "system", content: textOfTurn(turn) };
      default:
        throw contentError(
          `There is no role "${turn.role}" in this format: use system, user, assistant or tool.`,
          turn.place,
        );
    }
  });
}

function assistantMessage(turn: Turn, dialect: OpenAiDialect): PlainRecord {
  const calls = turn.calls.map((call) => toOpenAiCall(call, dialect));
  return { role: "assistant", content: textOfTurn(turn), ...(calls.length > 0 && { tool_calls: calls }) };
}

function toOpenAiCall({ id, name, args }: TurnCall, { toCallId, typedCalls }: OpenAiDialect): PlainRecord {
  const call = { name, arguments: JSON.stringify(args) };
  return { id: toCallId(id), ...(typedCalls && { type: "function" }), function: call };
}

function userContent(turn: Turn, { images }: OpenAiDialect): string | readonly PlainRecord[] {
  const hasImages = turn.parts.some((part) => part.type === "media" && part.media.kind === "image");
  if (!hasImages || images === false) return textOfTurn(turn);
  return turn.parts.map((part, block) => {
    if (part.type === "text") return { type: "text", text: part.text };
    if (part.type === "media" && part.media.kind === "image") {
      const { mimeType, base64 } = part.media;
      return { type: "image_url", image_url: { url: `data:${mimeType};base64,${base64}` } };
    }
    throw contentError("This format takes texts and images only.", { ...turn.place, block });
  });
}

/** A tool in OpenAI's form. */
export function toOpenAiTool(tool: ToolDefinition, strict: boolean | undefined): PlainRecord {
  const { name, inputSchema } = tool;
  return {
    type: "function",
    function: omitUndefined({
      name,
      description: describe(tool),
      parameters: inputSchema,
      strict: tool.strict ?? strict,
    }),
  };
}
