import type { VectorsClient } from "../client.ts";
import { S3VectorsWriteError } from "../errors.ts";
import type { S3VectorsDeleteProgress } from "../options.ts";
import { groupsOf } from "../read/get-vectors.ts";

/** How many keys DeleteVectors takes. */
export const mostDeletedKeys = 500;

/** How vectors are deleted. */
export interface DeleteSettings {
  readonly batchSize: number;
  readonly limit: number;
  readonly place: { bucket: string; index: string };
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: S3VectorsDeleteProgress) => void) | undefined;
}

/**
 * Deletes vectors; ids that are not there are no error.
 *
 * @throws S3VectorsWriteError with what is gone and what is not, when a request failed: none is begun then, and those in
 *   flight come to their end
 */
export async function deleteVectors(
  client: VectorsClient,
  ids: readonly string[],
  { batchSize, limit, place, signal, onProgress }: DeleteSettings,
): Promise<void> {
  const distinct = [...new Set(ids)];
  const groups = groupsOf(distinct, batchSize);
  const gone: string[] = [];
  const failed: string[] = [];
  let failure: { readonly error: unknown; readonly isOurs: boolean } | undefined;
  const queue = groups.values();
  const worker = async (): Promise<void> => {
    for (const group of queue) {
      if (failure !== undefined || signal?.aborted === true) return;
      try {
        await client.deleteVectors(group, signal);
      } catch (error) {
        failed.push(...group);
        failure ??= { error, isOurs: true };
        return;
      }
      gone.push(...group);
      try {
        onProgress?.({ done: gone.length, total: distinct.length });
      } catch (error) {
        failure ??= { error, isOurs: false };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, groups.length) }, worker));
  signal?.throwIfAborted();
  if (failure === undefined) return;
  if (!failure.isOurs) throw failure.error;
  throw toError(failure.error, { distinct, gone, failed, place });
}

interface Outcome {
  readonly distinct: readonly string[];
  readonly gone: readonly string[];
  readonly failed: readonly string[];
  readonly place: { bucket: string; index: string };
}

function toError(cause: unknown, { distinct, gone, failed, place }: Outcome): S3VectorsWriteError {
  const attempted = new Set([...gone, ...failed]);
  const notAttemptedIds = distinct.filter((id) => !attempted.has(id));
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new S3VectorsWriteError(
    `Not everything was deleted: ${gone.length} vectors are gone, ${failed.length} failed, ${notAttemptedIds.length} were not tried. ${reason}`,
    { ...place, operation: "DeleteVectors", writtenIds: gone, failedIds: failed, notAttemptedIds, cause },
  );
}
