import { INVOCATIONS, modelErrors, type Rule } from "../rule.ts";
import { shapes } from "../shapes.ts";
import { allBlocks } from "../turns.ts";

const asOf = "2026-11";
const STARTS_WITH_USER =
  "A conversation must start with a user message. Try again with a conversation that starts with a user message.";
const KINDS = membersOf("ContentBlock");

/** How turns follow each other, and that none is empty. */
export const conversationRules: readonly Rule[] = [
  {
    id: "V11",
    refuses: "a conversation that does not begin with the user",
    source: "recorded",
    asOf,
    check: ({ mode, model, messages }) => {
      const first = messages.find(({ role }) => role !== "system");
      if (first === undefined) return STARTS_WITH_USER;
      return first.role === "user" || (mode === "current" && model.leadingAssistant) ? undefined : STARTS_WITH_USER;
    },
  },
  {
    id: "V12",
    refuses: "two messages of one role in a row",
    source: "recorded",
    asOf,
    mode: "strict2024",
    check: ({ messages, turns }) =>
      turns.length === messages.filter(({ role }) => role !== "system").length
        ? undefined
        : "A conversation must alternate between user and assistant roles. Make sure the conversation alternates " +
          "between user and assistant roles and try again.",
  },
  {
    id: "V14",
    refuses: "a message without content",
    source: "issue",
    asOf,
    isApproximate: true,
    check: ({ messages }) => {
      const index = messages.findIndex(({ content }) => content.length === 0);
      if (index < 0) return undefined;
      return `The content field in the Message object at messages.${index} is empty. Add a ContentBlock object to the content field and try again.`;
    },
  },
  {
    id: "V14",
    refuses: "a content block without a member",
    source: "issue",
    asOf,
    isApproximate: true,
    check: ({ messages }) => {
      const empty = allBlocks(messages).find(({ block }) => !Object.keys(block).some((kind) => KINDS.includes(kind)));
      return empty && `ContentBlock object at ${empty.path} must set one of the following keys: ${KINDS.join(", ")}.`;
    },
  },
  {
    id: "V15",
    refuses: "an empty text",
    source: "issue",
    asOf,
    check: ({ messages, mode }) => {
      const isBlank = (text: string): boolean => (mode === "strict2024" ? text.trim() === "" : text === "");
      const blank = allBlocks(messages).find(({ block }) => "text" in block && isBlank(block.text));
      return (
        blank &&
        `The text field in the ContentBlock object at ${blank.path} is blank. Add text to the text field, and try again.`
      );
    },
  },
  {
    id: "V16",
    refuses: "text of nothing but white space",
    source: "issue",
    asOf,
    check: ({ model, messages }) =>
      !model.whitespaceText && allBlocks(messages).some(({ block }) => "text" in block && block.text.trim() === "")
        ? modelErrors("messages: text content blocks must contain non-whitespace text")
        : undefined,
  },
  {
    id: "V13",
    refuses: "a conversation that ends with the assistant",
    source: "issue",
    asOf,
    operations: INVOCATIONS,
    check: ({ model, messages }) =>
      model.trailingAssistant || messages.at(-1)?.role !== "assistant"
        ? undefined
        : modelErrors(
            "This model does not support assistant message prefill. The conversation must end with a user message.",
          ),
  },
];

function membersOf(shape: string): string[] {
  const { [shape]: union } = shapes;
  return union !== undefined && "members" in union ? Object.keys(union.members) : [];
}
