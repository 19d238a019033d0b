import { Buffer } from "node:buffer";
import type { Bytes, ContentBlock, Message, ToolResult } from "../content-blocks.ts";
import { blockText } from "../conversation.ts";
import { ServiceError } from "../../operation.ts";
import type { ChatRequest, RequestToolChoice } from "../responder.ts";
import { partsOf } from "../rules/sources.ts";
import { argumentsText } from "../stream-events.ts";

type Json = Record<string, unknown>;

/**
 * A chat request as the body of OpenAI's chat completions, always for a stream.
 *
 * Source: "Create chat completion", OpenAI API reference.
 *
 * @throws ServiceError `ValidationException` for content that the form has no place for
 */
export function toChatCompletion(request: ChatRequest, model: string): Json {
  const { inferenceConfig, outputSchema, parallelToolCalls, additionalFields } = request;
  const { maxTokens, temperature, topP, stopSequences = [] } = inferenceConfig;
  const { reasoning_effort: effort } = additionalFields;
  const hasTools = request.tools.length > 0;
  return {
    model,
    messages: [...systemMessage(request.system), ...request.messages.flatMap(toMessages)],
    ...(hasTools && { tools: request.tools.map(toTool), tool_choice: toToolChoice(request.toolChoice) }),
    ...(hasTools && parallelToolCalls === false && { parallel_tool_calls: false }),
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(stopSequences.length > 0 && { stop: stopSequences }),
    ...(typeof effort === "string" && { reasoning_effort: effort }),
    ...(outputSchema && {
      response_format: { type: "json_schema", json_schema: { name: "answer", schema: outputSchema, strict: true } },
    }),
    stream: true,
    stream_options: { include_usage: true },
  };
}

function systemMessage(text: string): Json[] {
  return text === "" ? [] : [{ role: "system", content: text }];
}

function toTool({ name, description, schema }: ChatRequest["tools"][number]): Json {
  return {
    type: "function",
    function: { name, ...(description !== undefined && { description }), parameters: schema },
  };
}

function toToolChoice(choice: RequestToolChoice): unknown {
  if (choice.kind === "tool") return { type: "function", function: { name: choice.name } };
  return choice.kind === "any" ? "required" : choice.kind;
}

/** One turn: results are a message each, before what else the turn says. */
function toMessages({ role, content }: Message): Json[] {
  if (role === "assistant") return [toAssistantMessage(content)];
  const results = content.flatMap((block) => ("toolResult" in block ? [toResultMessage(block.toolResult)] : []));
  const parts = content.flatMap((block) => toParts(block));
  if (parts.length === 0) return results;
  const [only] = parts;
  const isText = parts.length === 1 && only?.type === "text";
  return [...results, { role: role === "system" ? "system" : "user", content: isText ? only.text : parts }];
}

function toAssistantMessage(content: readonly ContentBlock[]): Json {
  const text = content.flatMap((block) => blockText(block) ?? []).join("");
  const calls = content.flatMap((block) => ("toolUse" in block ? [block.toolUse] : []));
  return {
    role: "assistant",
    content: text === "" && calls.length > 0 ? null : text,
    ...(calls.length > 0 && {
      tool_calls: calls.map(({ toolUseId, name, input }) => ({
        id: toolUseId,
        type: "function",
        function: { name, arguments: argumentsText(input) },
      })),
    }),
  };
}

function toResultMessage({ toolUseId, content, status }: ToolResult): Json {
  const texts = content.map((item) => ("json" in item ? JSON.stringify(item.json) : (blockText(item) ?? "")));
  const text = texts.filter((each) => each !== "").join("\n");
  return { role: "tool", tool_call_id: toolUseId, content: status === "error" ? `Error: ${text}` : text };
}

/** What a turn of the user holds besides results. */
function toParts(block: ContentBlock): Json[] {
  const text = blockText(block);
  if (text !== undefined) return [{ type: "text", text }];
  if ("image" in block) {
    const { format, source } = block.image;
    if (!("bytes" in source)) throw noPlace("an image in S3");
    return [{ type: "image_url", image_url: { url: `data:image/${format};base64,${toBase64(source.bytes)}` } }];
  }
  if ("document" in block) {
    const texts = partsOf(block.document.source, block.document.format).map((part) => part.text);
    if (texts.length === 0) throw noPlace(`a document of the format ${block.document.format ?? "unknown"}`);
    return [{ type: "text", text: `${block.document.name}:\n${texts.join("\n")}` }];
  }
  if ("searchResult" in block) {
    const { title, content } = block.searchResult;
    return [{ type: "text", text: `${title}:\n${content.map((part) => part.text).join("\n")}` }];
  }
  if ("video" in block || "audio" in block) throw noPlace("video and audio");
  return [];
}

const toBase64 = (bytes: Bytes): string => (typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("base64"));

function noPlace(what: string): ServiceError {
  return new ServiceError(
    "ValidationException",
    400,
    `The upstream server of the local endpoint takes text and inline images, not ${what}.`,
  );
}
