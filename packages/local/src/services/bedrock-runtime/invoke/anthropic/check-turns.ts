import type { Message } from "../../../../chat/content-blocks.ts";
import type { ValidationMode } from "../../../../validation/rule.ts";
import { toTurns } from "../../../../validation/turns.ts";
import { refuse } from "./refuse.ts";

/**
 * Refuses turns as the Messages API does, in its words: empty ones, tool calls without their results directly behind
 * them, results without their call.
 *
 * Source: "Messages" and "Handle tool calls", Anthropic API documentation; texts as quoted in public issues.
 *
 * @throws ServiceError `ValidationException`
 */
export function checkTurns(messages: readonly Message[], mode: ValidationMode): void {
  if (messages.length === 0) throw refuse("messages: at least one message is required");
  for (const [index, message] of messages.entries()) checkContent(message, index, index === messages.length - 1);
  if (mode === "strict2024") checkAlternation(messages);
  // Neighbours of one role are one turn to the API.
  const turns = toTurns(messages).map(({ role, index, blocks }) => ({
    index,
    message: { role, content: blocks.map(({ block }) => block) },
  }));
  for (const [at, { message, index }] of turns.entries()) {
    checkCalls(message, index, turns[at + 1]?.message);
    checkResults(message, index, turns[at - 1]?.message);
  }
  checkPrefill(messages.at(-1));
}

/** Until the end of 2024 the API took turns by turns alone, the user's first (V11, V12). */
function checkAlternation(messages: readonly Message[]): void {
  if (messages[0]?.role !== "user") throw refuse('messages: first message must use the "user" role');
  const twice = messages.find(({ role }, index) => messages[index - 1]?.role === role);
  if (twice === undefined) return;
  throw refuse(
    `messages: roles must alternate between "user" and "assistant", but found multiple "${twice.role}" roles in a row`,
  );
}

function checkContent({ role, content }: Message, index: number, isLast: boolean): void {
  if (content.length === 0 && !(isLast && role === "assistant")) {
    throw refuse(
      `messages.${index}: all messages must have non-empty content except for the optional final assistant message`,
    );
  }
  if (content.some((block) => "text" in block && block.text === "")) {
    throw refuse("messages: text content blocks must be non-empty");
  }
}

function checkCalls({ content }: Message, index: number, next: Message | undefined): void {
  const calls = content.flatMap((block) => ("toolUse" in block ? [block.toolUse.toolUseId] : []));
  if (calls.length === 0) return;
  // Results stand first in their message: one behind another block is none to the API.
  const blocks = (next?.content ?? []).filter((block) => !("cachePoint" in block));
  const end = blocks.findIndex((block) => !("toolResult" in block));
  const leading = end < 0 ? blocks : blocks.slice(0, end);
  const answered = new Set(leading.flatMap((block) => ("toolResult" in block ? [block.toolResult.toolUseId] : [])));
  const missing = calls.filter((id) => !answered.has(id));
  if (missing.length === 0) return;
  throw refuse(
    `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ` +
      `${missing.join(", ")}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
  );
}

function checkResults({ content }: Message, index: number, before: Message | undefined): void {
  const calls = new Set(
    (before?.content ?? []).flatMap((block) => ("toolUse" in block ? [block.toolUse.toolUseId] : [])),
  );
  const blocks = content.filter((block) => !("cachePoint" in block));
  for (const [at, block] of blocks.entries()) {
    if (!("toolResult" in block) || calls.has(block.toolResult.toolUseId)) continue;
    throw refuse(
      `messages.${index}.content.${at}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${block.toolResult.toolUseId}. ` +
        "Each `tool_result` block must have a corresponding `tool_use` block in the previous message.",
    );
  }
}

function checkPrefill(last: Message | undefined): void {
  if (last?.role !== "assistant") return;
  const block = last.content.findLast((each) => !("cachePoint" in each));
  if (block !== undefined && "text" in block && /\s$/.test(block.text)) {
    throw refuse("messages: final assistant content cannot end with trailing whitespace");
  }
}
