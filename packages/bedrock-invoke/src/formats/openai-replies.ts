import { isRecord, numberOf, type PlainRecord, recordOf, stringOf } from "@langchain-aws/core";
import { listOf } from "../record.ts";
import type { ReplySink } from "../reply/text-reply.ts";
import { usageOfOpenAi } from "../reply/usage.ts";

/**
 * Reads a completion, or one event of a stream: they differ in `message` and `delta` only, and some models stream
 * `message`. The first choice is the answer.
 */
export function readCompletion(body: PlainRecord, out: ReplySink): void {
  out.id(stringOf(body["id"]));
  out.usage(usageOfOpenAi(recordOf(body["usage"])));
  const choice = recordOf(listOf(body["choices"])[0]);
  const said = recordOf(choice["delta"] ?? choice["message"]);
  out.thought(stringOf(said["reasoning_content"]) ?? stringOf(said["reasoning"]));
  out.text(textOf(said["content"]));
  for (const call of listOf(said["tool_calls"])) if (isRecord(call)) readCall(call, out);
  out.stop(stringOf(choice["finish_reason"]) ?? stringOf(choice["stop_reason"]));
}

/** Content is a text; from some models a list of parts. */
function textOf(content: unknown): string | undefined {
  if (!Array.isArray(content)) return stringOf(content);
  return content.map((part: unknown) => stringOf(recordOf(part)["text"]) ?? "").join("");
}

/** Pieces of one call have one `index`; a call that comes at once may have none. */
function readCall(call: PlainRecord, out: ReplySink): void {
  const definition = recordOf(call["function"]);
  const args = definition["arguments"];
  out.call({
    index: numberOf(call["index"]) ?? out.callCount,
    id: stringOf(call["id"]),
    name: stringOf(definition["name"]),
    args: isRecord(args) ? JSON.stringify(args) : (stringOf(args) ?? ""),
  });
}
