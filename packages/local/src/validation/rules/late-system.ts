import type { ToolChange } from "../../chat/content-blocks.ts";
import type { Rule, RuleContext } from "../rule.ts";
import { isOfKind } from "../turns.ts";

const asOf = "2026-11";
const common = { source: "model", asOf, isApproximate: true } as const;

/**
 * Messages of the role `system` inside a conversation, and the tools that they add and remove.
 *
 * The published model lists them, while reports of 2026 say that the service still refuses the role; so a model takes
 * them by a flag of its own. Source: "Message" and "ToolAdditionBlock", Amazon Bedrock API Reference.
 */
export const lateSystemRules: readonly Rule[] = [
  {
    ...common,
    id: "V7",
    refuses: "the role system inside the conversation",
    check: ({ model, mode, messages }) => {
      if (model.lateSystemMessages === true && mode === "current") return undefined;
      const index = messages.findIndex(({ role }) => role === "system");
      if (index < 0) return undefined;
      return (
        `1 validation error detected: Value 'system' at 'messages.${index + 1}.member.role' failed to satisfy constraint: ` +
        "Member must satisfy enum value set: [user, assistant]"
      );
    },
  },
  {
    ...common,
    id: "V31",
    refuses: "tool additions and removals outside a system message",
    check: ({ turns }) => {
      const misplaced = turns
        .flatMap(({ blocks }) => blocks)
        .find(({ block }) => isOfKind(block, ["toolAddition", "toolRemoval"]));
      return (
        misplaced &&
        `The toolAddition and toolRemoval content blocks are only supported in messages with the system role. Remove the content block at ${misplaced.path} and try again.`
      );
    },
  },
  {
    ...common,
    id: "V31",
    refuses: "a tool change that names no declared tool",
    check: (context) => {
      const declared = declaredTools(context);
      const unknown = toolChanges(context).find(({ change }) => !declared.has(change.tool.name ?? ""));
      return (
        unknown &&
        `The tool name at ${unknown.path}.tool.name must match the name of a tool declared in the toolConfig field.`
      );
    },
  },
];

function toolChanges({ messages }: RuleContext): { path: string; change: ToolChange }[] {
  return messages.flatMap(({ content }, index) =>
    content.flatMap((block, at) => {
      const path = `messages.${index}.content.${at}`;
      if ("toolAddition" in block) return [{ path: `${path}.toolAddition`, change: block.toolAddition }];
      return "toolRemoval" in block ? [{ path: `${path}.toolRemoval`, change: block.toolRemoval }] : [];
    }),
  );
}

function declaredTools({ body }: RuleContext): Set<string> {
  const names = (body.toolConfig?.tools ?? []).flatMap((tool) =>
    Object.values(tool).map((member: unknown) =>
      typeof member === "object" && member !== null && "name" in member ? member.name : undefined,
    ),
  );
  return new Set(names.filter((name) => typeof name === "string"));
}
