import { modelErrors, type Rule, type RuleContext, type Turn } from "../rule.ts";
import { allBlocks, isOfKind } from "../turns.ts";

const asOf = "2026-11";

/** How tool calls and tool results answer each other. */
export const toolTurnRules: readonly Rule[] = [
  {
    id: "V17",
    refuses: "tool calls or results without tools",
    source: "issue",
    asOf,
    check: ({ body, messages }) =>
      body.toolConfig === undefined &&
      allBlocks(messages).some(({ block }) => isOfKind(block, ["toolUse", "toolResult"]))
        ? "The toolConfig field must be defined when using toolUse and toolResult content blocks."
        : undefined,
  },
  {
    id: "V18",
    refuses: "more results than the turn before has calls",
    source: "issue",
    asOf,
    check: ({ turns }) =>
      firstOf(turns, (turn, before) => {
        if (turn.role !== "user" || resultIds(turn).length <= callIds(before).length) return undefined;
        return `The number of toolResult blocks at messages.${turn.index}.content exceeds the number of toolUse blocks of previous turn.`;
      }),
  },
  {
    id: "V19",
    refuses: "a call without its result in the next turn",
    source: "issue",
    asOf,
    check: missingResults,
  },
  {
    id: "V20",
    refuses: "a failed result without content",
    source: "issue",
    asOf,
    check: ({ messages }) => {
      const empty = allBlocks(messages).find(
        ({ block }) =>
          "toolResult" in block && block.toolResult.status === "error" && block.toolResult.content.length === 0,
      );
      return empty && `The content field at ${empty.path}.toolResult cannot be empty when status value is error.`;
    },
  },
  {
    id: "V21",
    refuses: "tool results beside other blocks",
    source: "issue",
    asOf,
    check: ({ model, turns }) =>
      model.mixedToolResults ? undefined : mixedTurn(turns, "user", "toolResult", "tool result"),
  },
  {
    id: "V21",
    refuses: "tool calls beside other blocks",
    source: "issue",
    asOf,
    check: ({ model, turns }) =>
      model.mixedToolResults ? undefined : mixedTurn(turns, "assistant", "toolUse", "tool use"),
  },
  {
    id: "V22",
    refuses: "a document or video beside tool results",
    source: "issue",
    asOf,
    check: ({ model, turns }) => {
      if (model.family !== "claude") return undefined;
      return firstOf(turns, (turn, before) => {
        const [id] = resultIds(turn);
        if (id === undefined || !turn.blocks.some(({ block }) => isOfKind(block, ["document", "video"])))
          return undefined;
        return modelErrors(
          `messages.${before?.index ?? 0}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ` +
            `${id}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
        );
      });
    },
  },
];

function missingResults({ turns, messages }: RuleContext): string | undefined {
  for (const [at, turn] of turns.entries()) {
    if (turn.role !== "assistant") continue;
    const next = turns[at + 1];
    const answered = new Set([...resultIds(turn), ...resultIds(next)]);
    const missing = callIds(turn).filter((id) => !answered.has(id));
    if (missing.length === 0) continue;
    const index = next?.index ?? messages.length;
    return `Expected toolResult blocks at messages.${index}.content for the following Ids: ${missing.join(", ")}`;
  }
  return undefined;
}

function mixedTurn(
  turns: readonly Turn[],
  role: string,
  kind: "toolUse" | "toolResult",
  name: string,
): string | undefined {
  return firstOf(turns, ({ role: own, index, blocks }) => {
    if (own !== role || !blocks.some(({ block }) => kind in block)) return undefined;
    if (blocks.every(({ block }) => isOfKind(block, [kind, "cachePoint"]))) return undefined;
    return `messages.${index}.content: Conversation blocks and ${name} blocks cannot be provided in the same turn.`;
  });
}

function firstOf(
  turns: readonly Turn[],
  check: (turn: Turn, before: Turn | undefined) => string | undefined,
): string | undefined {
  for (const [at, turn] of turns.entries()) {
    const message = check(turn, turns[at - 1]);
    if (message !== undefined) return message;
  }
  return undefined;
}

const callIds = (turn: Turn | undefined): string[] =>
  (turn?.blocks ?? []).flatMap(({ block }) => ("toolUse" in block ? [block.toolUse.toolUseId] : []));

const resultIds = (turn: Turn | undefined): string[] =>
  (turn?.blocks ?? []).flatMap(({ block }) => ("toolResult" in block ? [block.toolResult.toolUseId] : []));
