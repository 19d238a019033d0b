import type { ListVectorsCommandOutput as WireListOutput } from "@aws-sdk/client-s3vectors";
import type { ListPage, ReturnedParts, VectorsClient, WireRecord } from "../client.ts";

/** How an index is read. */
export interface ListSettings extends ReturnedParts {
  readonly segments: number;
  readonly pageSize: number;
  readonly signal?: AbortSignal | undefined;
}

interface Arrived {
  readonly segment: ListPage;
  readonly page: WireListOutput;
}

/**
 * All vectors of an index, each once. Of each segment one page is on its way or waits to be read: no more is held. When
 * the reader leaves, what is on its way is aborted.
 */
export async function* listVectors(
  client: VectorsClient,
  { segments, pageSize, returnData, returnMetadata, signal }: ListSettings,
): AsyncGenerator<WireRecord> {
  const left = new AbortController();
  const either = signal === undefined ? left.signal : AbortSignal.any([signal, left.signal]);
  const first: ListPage = { maxResults: pageSize, returnData, returnMetadata };
  const fetch = async (segment: ListPage): Promise<Arrived> => ({ segment, page: await client.list(segment, either) });
  const begin = (place: number, segment: ListPage): void => {
    const arrival = fetch(segment);
    // Its failure is the reader's when the next page is asked for. Until then nobody waits for it, and Node would end the
    // process for a rejection that nobody has seen.
    arrival.catch(() => undefined);
    pending.set(place, arrival);
  };
  const pending = new Map<number, Promise<Arrived>>();
  try {
    signal?.throwIfAborted();
    for (let segmentIndex = 0; segmentIndex < segments; segmentIndex += 1) {
      begin(segmentIndex, segments === 1 ? first : { ...first, segmentCount: segments, segmentIndex });
    }
    while (pending.size > 0) {
      const { segment, page } = await Promise.race(pending.values());
      const { nextToken } = page;
      const place = segment.segmentIndex ?? 0;
      if (nextToken === undefined) pending.delete(place);
      else begin(place, { ...segment, nextToken });
      yield* page.vectors ?? [];
    }
  } finally {
    left.abort();
    // Those whose answers nobody waits for any more.
    await Promise.allSettled(pending.values());
  }
}
