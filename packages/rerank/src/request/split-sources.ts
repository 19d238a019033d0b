import type { Source } from "./sources.ts";

/**
 * Documents that one request takes.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_Rerank.html
 */
export const maxSources = 1000;

/** Documents of one request, and how many results to ask for. */
export interface Chunk {
  readonly sources: readonly Source[];
  /** Absent: all. The service refuses more than there are documents. */
  readonly numberOfResults?: number;
}

/**
 * Cuts documents into as few requests as there can be, in order.
 *
 * @param topN how many results are wanted in the end; `null`: all. Each request is asked for as many, since the best may
 *   all be in one
 */
export function splitSources(sources: readonly Source[], topN: number | null, limit: number = maxSources): Chunk[] {
  const chunks: Chunk[] = [];
  for (let start = 0; start < sources.length; start += limit) {
    const part = sources.slice(start, start + limit);
    const isAll = topN === null && sources.length <= limit;
    chunks.push({
      sources: part,
      ...(!isAll && { numberOfResults: Math.min(topN ?? part.length, part.length) }),
    });
  }
  return chunks;
}
