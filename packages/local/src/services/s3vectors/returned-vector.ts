import type { StoredIndex } from "../../s3-vectors/stored-index.ts";

/** Which parts of a vector an answer holds besides its key. */
export interface ReturnedParts {
  readonly returnData?: boolean;
  readonly returnMetadata?: boolean;
}

/** The vector of a slot, as GetVectors and ListVectors answer it; nothing for a slot that is empty. */
export function returnedVector(
  index: StoredIndex,
  slot: number,
  { returnData = false, returnMetadata = false }: ReturnedParts,
): Record<string, unknown>[] {
  const record = index.recordAt(slot);
  if (record === undefined) return [];
  return [
    {
      key: record.key,
      ...(returnData && { data: { float32: Array.from(index.numbersAt(slot)) } }),
      ...(returnMetadata && { metadata: record.metadata }),
    },
  ];
}
