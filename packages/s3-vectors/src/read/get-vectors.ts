import { inParallel } from "@langchain-aws/core";
import type { ReturnedParts, VectorsClient, WireRecord } from "../client.ts";

/** How many keys GetVectors takes. */
export const mostKeys = 100;

/** How keys are read. */
export interface GetVectorsSettings extends ReturnedParts {
  readonly batchSize: number;
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
}

/** Vectors by their keys; those that are not there are not in the map. */
export async function getVectors(
  client: VectorsClient,
  keys: readonly string[],
  { batchSize, limit, signal, returnData, returnMetadata }: GetVectorsSettings,
): Promise<Map<string, WireRecord>> {
  const groups = groupsOf([...new Set(keys)], batchSize);
  const answers = await inParallel(
    groups,
    { limit, ...(signal !== undefined && { signal }) },
    async (group, either) => await client.get(group, { returnData, returnMetadata }, either),
  );
  return new Map(answers.flat().map((record) => [record.key ?? "", record]));
}

/** A list cut into pieces of a size. */
export function groupsOf<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
}
