import type { ReplyBlock } from "./reply.ts";

/** Whether a block is complete: in one part, or by the last of its parts. */
export function isComplete({ stage }: ReplyBlock): boolean {
  return stage === undefined || stage === "last";
}

/** All blocks of an answer, those that came in parts joined. */
export async function wholeBlocks(blocks: Iterable<ReplyBlock> | AsyncIterable<ReplyBlock>): Promise<ReplyBlock[]> {
  const whole: ReplyBlock[] = [];
  for await (const block of joinBlocks(blocks)) whole.push(block);
  return whole;
}

/**
 * The blocks of an answer, the parts of one block joined.
 *
 * @param isKept blocks whose parts go on as they are
 */
export async function* joinBlocks(
  blocks: Iterable<ReplyBlock> | AsyncIterable<ReplyBlock>,
  isKept: (block: ReplyBlock) => boolean = () => false,
): AsyncGenerator<ReplyBlock> {
  let parts: ReplyBlock[] = [];
  for await (const block of blocks) {
    if (block.stage === undefined || isKept(block)) {
      yield block;
      continue;
    }
    parts.push(block);
    if (block.stage !== "last") continue;
    yield joinParts(parts);
    parts = [];
  }
}

function joinParts(parts: readonly ReplyBlock[]): ReplyBlock {
  const [first] = parts;
  if (first === undefined) return { block: { text: "" } };
  const pieces = parts.flatMap((part) => part.pieces ?? []);
  const text = pieces.join("");
  const { block } = first;
  if ("toolUse" in block) return { block: { toolUse: { ...block.toolUse, input: parseInput(text) } }, pieces };
  if ("reasoningContent" in block) return { block: { reasoningContent: { reasoningText: { text } } }, pieces };
  return { block: { text }, pieces };
}

/** The arguments of a call; what is no JSON stays the text that it is. */
function parseInput(text: string): unknown {
  try {
    return JSON.parse(text === "" ? "{}" : text);
  } catch {
    return text;
  }
}
