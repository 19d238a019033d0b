import { embedByHash } from "../../engines/hash-embedder.ts";
import { dotProduct } from "../../engines/vectors.ts";
import type { ContentBlock } from "../content-blocks.ts";
import type { Passage } from "./sources.ts";

const DIMENSIONS = 512;
/** Passages that share less with the question than this say nothing about it. */
const LEAST_SIMILARITY = 0.12;
const MOST_PASSAGES = 3;

/** The sentences nearest to a question, as blocks: cited ones with their citation, the others as text. */
export function answerFromSources(question: string, passages: readonly Passage[]): ContentBlock[] {
  const nearest = nearestPassages(question, passages);
  if (nearest.length === 0) return [{ text: "The given documents do not say." }];
  const blocks: ContentBlock[] = [];
  for (const [index, passage] of nearest.entries()) {
    const text = index === 0 ? passage.text : ` ${passage.text}`;
    const last = blocks.at(-1);
    if (passage.location !== undefined) blocks.push(citedBlock(text, passage));
    else if (last !== undefined && "text" in last) blocks[blocks.length - 1] = { text: last.text + text };
    else blocks.push({ text });
  }
  return blocks;
}

function citedBlock(text: string, { title, source, location, text: sentence }: Passage): ContentBlock {
  return {
    citationsContent: {
      content: [{ text }],
      citations: [
        {
          ...(title === undefined ? {} : { title }),
          ...(source === undefined ? {} : { source }),
          sourceContent: [{ text: sentence }],
          ...(location === undefined ? {} : { location }),
        },
      ],
    },
  };
}

function nearestPassages(question: string, passages: readonly Passage[]): Passage[] {
  const asked = embedByHash(question, DIMENSIONS);
  const scored = passages
    .map((passage) => ({ passage, score: dotProduct(asked, embedByHash(passage.text, DIMENSIONS)) }))
    .filter(({ score }) => score >= LEAST_SIMILARITY)
    .toSorted((left, right) => right.score - left.score);
  const best = scored[0]?.score ?? 0;
  // Only what is nearly as good as the best is worth saying beside it.
  return scored
    .filter(({ score }) => score >= best * 0.75)
    .slice(0, MOST_PASSAGES)
    .map(({ passage }) => passage);
}
