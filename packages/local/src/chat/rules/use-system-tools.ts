import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import type { ContentBlock } from "../content-blocks.ts";
import { lastUserText } from "../conversation.ts";
import type { ChatRequest } from "../responder.ts";
import { findArithmetic } from "./arithmetic.ts";

/**
 * The answer of a model that used one of the service's own tools: its call, its result, and what it says of them.
 *
 * The code interpreter works out a calculation of the last user text; web grounding searches for that text, and cites
 * one page of `example.com`, for nothing here reaches the web. The forms are those of recorded answers of Nova.
 *
 * @returns `undefined` when the request has no such tool, or none that helps
 */
export function useSystemTools(request: ChatRequest): ContentBlock[] | undefined {
  const text = lastUserText(request.messages);
  if (text.trim() === "") return undefined;
  for (const [name, use] of systemTools) {
    const blocks = request.systemTools.includes(name) ? use(text) : undefined;
    if (blocks !== undefined) return blocks;
  }
  return undefined;
}

type UseSystemTool = (text: string) => ContentBlock[] | undefined;

/** In the order in which they are tried. */
const systemTools: readonly (readonly [name: string, use: UseSystemTool])[] = [
  ["nova_code_interpreter", interpretCode],
  ["nova_grounding", groundInWeb],
];

function interpretCode(text: string): ContentBlock[] | undefined {
  const arithmetic = findArithmetic(text);
  if (arithmetic === undefined) return undefined;
  const { expression, value } = arithmetic;
  const isError = !Number.isFinite(value);
  const output = {
    stdOut: isError ? "" : `${value}\n`,
    stdErr: isError ? "ZeroDivisionError: division by zero" : "",
    exitCode: isError ? 1 : 0,
    isError,
  };
  return [
    ...callBlocks("nova_code_interpreter", { snippet: `print(${expression})` }, [{ json: output }], isError),
    { text: isError ? `${expression} cannot be worked out.` : `${expression} is ${value}.` },
  ];
}

function groundInWeb(query: string): ContentBlock[] {
  // UTF-8 has no halves of characters, which a URL cannot carry.
  const url = `https://www.example.com/search?q=${encodeURIComponent(Buffer.from(query).toString())}`;
  return [
    // The service keeps what it found to itself.
    ...callBlocks("nova_grounding", { query }, [{ text: "[HIDDEN]" }], false),
    { text: `A page about it says: ${query}` },
    { citationsContent: { citations: [{ location: { web: { url, domain: "www.example.com" } } }] } },
  ];
}

function callBlocks(
  name: string,
  input: Record<string, string>,
  content: readonly ({ text: string } | { json: unknown })[],
  isError: boolean,
): ContentBlock[] {
  const toolUseId = toolUseIdOf(name, input);
  const status = isError ? "error" : "success";
  return [
    { toolUse: { toolUseId, name, input, type: "server_tool_use" } },
    { toolResult: { toolUseId, content, status, type: `${name}_result` } },
  ];
}

/** One call always has one id, so that the rules' answer to a request is always the same. */
function toolUseIdOf(name: string, input: Record<string, string>): string {
  const digest = createHash("sha512")
    .update(JSON.stringify([name, input]))
    .digest("base64");
  return `tooluse_${digest.replaceAll(/[^A-Za-z0-9]/gu, "").slice(0, 22)}`;
}
