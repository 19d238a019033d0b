import type { ContentBlock, ContentBlockKind, Message } from "../chat/content-blocks.ts";
import type { LocatedBlock, Turn } from "./rule.ts";

/**
 * Joins neighbouring messages of one role, as the service does before it looks at a conversation.
 *
 * Messages of the role `system` are no turns: they stand between them.
 */
export function toTurns(messages: readonly Message[]): Turn[] {
  const turns: { role: string; index: number; blocks: LocatedBlock[] }[] = [];
  for (const [index, { role, content }] of messages.entries()) {
    if (role === "system") continue;
    const blocks = content.map((block, at) => ({ block, path: `messages.${index}.content.${at}` }));
    const last = turns.at(-1);
    if (last?.role === role) last.blocks.push(...blocks);
    else turns.push({ role, index, blocks });
  }
  return turns;
}

/** Every block of a conversation with its place, those inside tool results after the result itself. */
export function allBlocks(messages: readonly Message[]): LocatedBlock[] {
  return messages.flatMap(({ content }, index) =>
    content.flatMap((block, at) => withInnerBlocks({ block, path: `messages.${index}.content.${at}` })),
  );
}

function withInnerBlocks({ block, path }: LocatedBlock): LocatedBlock[] {
  if (!("toolResult" in block)) return [{ block, path }];
  const inner = block.toolResult.content.flatMap((part, at) =>
    "json" in part ? [] : [{ block: part, path: `${path}.toolResult.content.${at}` }],
  );
  return [{ block, path }, ...inner];
}

/** Whether a block is of one of the kinds. */
export function isOfKind(block: ContentBlock, kinds: readonly ContentBlockKind[]): boolean {
  return kinds.some((kind) => kind in block);
}
