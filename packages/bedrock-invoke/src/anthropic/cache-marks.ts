import { type PlainRecord, warnOnce } from "@langchain-aws/core";
import type { CacheControl } from "../options.ts";
import type { AnthropicMessage } from "./messages.ts";

/** Most marks of a request. Source: "Prompt caching", Anthropic. */
const mostMarks = 4;

/** Marks the last block of the latest message that can be marked; thoughts cannot. Returns new messages. */
export function withCacheMark(
  messages: readonly AnthropicMessage[],
  cacheControl: CacheControl | undefined,
): readonly AnthropicMessage[] {
  const last = messages.at(-1);
  if (cacheControl === undefined || last === undefined) return messages;
  const blocks = typeof last.content === "string" ? [{ type: "text", text: last.content }] : last.content;
  const at = blocks.findLastIndex(({ type }) => type !== "thinking" && type !== "redacted_thinking");
  if (at < 0) return messages;
  const mark = { cache_control: { type: "ephemeral", ...cacheControl } };
  const marked = blocks.map((block: PlainRecord, index) => (index === at ? { ...block, ...mark } : block));
  return [...messages.slice(0, -1), { role: last.role, content: marked }];
}

/** Warns where there are more marks than the service takes. */
export function checkCacheMarks(...parts: readonly unknown[]): void {
  const marks = parts.reduce((sum: number, part) => sum + countMarks(part), 0);
  if (marks > mostMarks) {
    warnOnce(
      "bedrock-invoke:cache-marks",
      `The request has ${marks} cache_control marks; the service takes ${mostMarks}. Remove some.`,
    );
  }
}

function countMarks(value: unknown): number {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return 0;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countMarks(item), 0);
  const own = "cache_control" in value && value.cache_control !== undefined && value.cache_control !== null ? 1 : 0;
  const content: unknown = "content" in value ? value.content : undefined;
  return own + countMarks(content);
}
