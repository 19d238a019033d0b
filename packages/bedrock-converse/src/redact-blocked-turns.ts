import { isRecord, type PlainRecord } from "@langchain-aws/core";
import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";

/** What stands for text a guardrail has blocked, unless another text is given. */
const usualText = "[User input redacted.]";

/**
 * A history without the input that a guardrail has blocked: what the user, or a tool, said before each blocked answer is
 * replaced by a text, so that the guardrail does not block all that comes after as well. Blocked answers stay; their
 * text is the guardrail's own. Where the trace shows that the guardrail blocked the answer alone, the input stays too.
 *
 * The list and the messages that are passed in stay as they are; new messages keep ids, names and tool call ids, so that
 * a LangGraph state replaces the old ones by them.
 *
 * @param text - stands for the blocked input
 * @defaultValue text `[User input redacted.]`
 */
export function redactBlockedTurns(messages: readonly BaseMessage[], text: string = usualText): BaseMessage[] {
  let isBlocked = false;
  return messages
    .toReversed()
    .map((message) => {
      if (AIMessage.isInstance(message)) isBlocked = isInputBlocked(message.response_metadata);
      return isBlocked ? redacted(message, text) : message;
    })
    .toReversed();
}

function redacted(message: BaseMessage, content: string): BaseMessage {
  const { id, name } = message;
  if (HumanMessage.isInstance(message)) return new HumanMessage({ content, id, name });
  if (!ToolMessage.isInstance(message)) return message;
  const { tool_call_id, status } = message;
  return new ToolMessage({ content, id, name, tool_call_id, status });
}

/** Whether a guardrail blocked what the answer answers. Without a trace nobody knows, and the input is not trusted. */
function isInputBlocked(metadata: PlainRecord): boolean {
  if (metadata["stopReason"] !== "guardrail_intervened") return false;
  const trace = isRecord(metadata["trace"]) ? metadata["trace"]["guardrail"] : undefined;
  if (!isRecord(trace)) return true;
  return holdsBlock(trace["inputAssessment"]) || !holdsBlock(trace["outputAssessments"]);
}

/** Whether somewhere in an assessment a policy says that it blocked. */
function holdsBlock(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsBlock);
  if (!isRecord(value)) return false;
  return value["action"] === "BLOCKED" || Object.values(value).some(holdsBlock);
}
