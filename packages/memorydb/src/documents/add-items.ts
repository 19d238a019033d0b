import { MemoryDBWriteError } from "../errors.ts";
import type { AddableDocument, AddOptions } from "../options.ts";
import { randomId, toKey } from "./keys.ts";
import type { VectorLike } from "./vector-bytes.ts";

/** One input of a call that adds. */
export interface AddItem {
  readonly index: number;
  readonly key: string;
  /** The caller chose the key: what it held is replaced as a whole. */
  readonly isKnownKey: boolean;
  readonly content: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly vector: VectorLike | undefined;
}

/** Documents, however they come. */
export type AddableDocuments = readonly AddableDocument[] | Iterable<AddableDocument> | AsyncIterable<AddableDocument>;

/**
 * The inputs of a call that are still to be written, one after the other, each with its key.
 *
 * @param assigned - is told the key of every input, those that were stored before included
 * @throws MemoryDBWriteError naming the input that is no document, whose id cannot be one, or whose vector is missing
 */
export async function* toItems(
  documents: AddableDocuments,
  { ids, keys, embeddings, resume }: AddOptions,
  prefix: string,
  assigned: (index: number, key: string, isStored: boolean) => void,
): AsyncGenerator<AddItem> {
  const given = ids ?? keys;
  let index = 0;
  for await (const document of documents) {
    const id = chooseId(document, index, given);
    const stored = resume?.[index];
    const key = stored ?? toKey(prefix, id ?? randomId());
    assigned(index, key, stored !== undefined);
    if (stored === undefined) {
      yield {
        index,
        key,
        isKnownKey: id !== undefined,
        content: document.pageContent,
        metadata: document.metadata ?? {},
        vector: embeddings === undefined ? undefined : vectorAt(embeddings, index),
      };
    }
    index += 1;
  }
}

/** What the call says, else the document's own; neither leaves it to chance. */
function chooseId(document: AddableDocument, index: number, given: readonly unknown[] | undefined): string | undefined {
  if (typeof document !== "object" || document === null || typeof document.pageContent !== "string") {
    throw new MemoryDBWriteError(`The input at index ${index} is no document: it has no text \`pageContent\`.`, {
      failedIndex: index,
    });
  }
  const id: unknown = given?.[index] ?? document.id ?? undefined;
  if (id === undefined || (typeof id === "string" && id !== "")) return id;
  throw new MemoryDBWriteError(`The id of the input at index ${index} is no text, or an empty one.`, {
    failedIndex: index,
  });
}

/**
 * Refuses lists that do not go with the documents, before anything is embedded. Of an iterable nothing is known yet.
 *
 * @throws MemoryDBWriteError with the first input that has no partner
 */
export function checkLengths(documents: AddableDocuments, { ids, keys, embeddings }: AddOptions): void {
  if (!Array.isArray(documents)) return;
  checkLength("ids", ids ?? keys, documents.length);
  checkLength("vectors", embeddings, documents.length);
}

/** @throws MemoryDBWriteError */
export function checkLength(what: string, values: readonly unknown[] | undefined, inputs: number): void {
  if (values === undefined || values.length === inputs) return;
  throw new MemoryDBWriteError(
    `There are ${values.length} ${what} for ${inputs} inputs. Pass one for each, in their order.`,
    { failedIndex: Math.min(values.length, inputs) },
  );
}

/** Gives the inputs that a failed call did not come to their keys, too: sent again, each has the key it was told. */
export function assignRest(
  assigned: string[],
  documents: AddableDocuments,
  { ids, keys, resume }: AddOptions,
  prefix: string,
): void {
  if (!Array.isArray(documents)) return;
  for (let index = assigned.length; index < documents.length; index += 1) {
    const id = resume?.[index] ?? (ids ?? keys)?.[index] ?? documents[index]?.id;
    assigned[index] = toKey(prefix, typeof id === "string" && id !== "" ? id : randomId());
  }
}

function vectorAt(vectors: readonly VectorLike[], index: number): VectorLike {
  const vector = vectors[index];
  if (vector === undefined)
    throw new MemoryDBWriteError(`There is no vector for the input at index ${index}.`, { failedIndex: index });
  return vector;
}

/** Items in lists of so many. */
export async function* inBatches(items: AsyncIterable<AddItem>, size: number): AsyncGenerator<AddItem[]> {
  let batch: AddItem[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
