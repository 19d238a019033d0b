import { isPlainRecord } from "@langchain-aws/core";
import { S3VectorsConfigError } from "../errors.ts";
import type { S3VectorsVector } from "../options.ts";
import { idOf } from "./ids.ts";
import type { AddLedger } from "./ledger.ts";
import { nextTurn } from "./next-turn.ts";

/** A document, as any copy of LangChain makes it, or an object with the same members. */
export interface AddableDocument {
  readonly pageContent: string;
  readonly metadata?: unknown;
  readonly id?: unknown;
}

/** One vector to be made and stored. */
export interface AddItem {
  /** The inputs that it stands for, its own last. */
  readonly indexes: readonly number[];
  readonly id: string;
  readonly document: AddableDocument;
  /** Where it need not be embedded. */
  readonly vector?: unknown;
}

/** What a call adds, and what it says of the ids. */
export interface AddInputs {
  readonly documents: readonly AddableDocument[] | AsyncIterable<AddableDocument> | Iterable<AddableDocument>;
  readonly vectors?: readonly S3VectorsVector[];
  readonly ids: readonly (string | null | undefined)[];
  readonly resume: readonly (string | undefined)[];
}

/** The items of a call, and whether one id may come twice among them. */
export interface AddItems {
  readonly items: AsyncIterable<AddItem> | Iterable<AddItem>;
  readonly mayRepeat: boolean;
}

/** After so many inputs the event loop gets its turn. */
const inputsPerTurn = 5_000;

/**
 * The items of a call, with their ids. Of a list every id is checked at once, and of inputs with one id the last alone
 * is an item: requests run side by side, so that the order in which they end is anybody's guess. Of an iterable nothing
 * is read ahead.
 *
 * @throws S3VectorsConfigError for an id or a document that cannot be one
 */
export async function toItems(inputs: AddInputs, ledger: AddLedger): Promise<AddItems> {
  const { documents, resume } = inputs;
  if (!isList(documents)) return { items: streamed(documents, inputs, ledger), mayRepeat: true };
  // Copies of the references: what the caller does to the lists meanwhile does not move the vectors.
  const kept = [...documents];
  const vectors = inputs.vectors === undefined ? undefined : [...inputs.vectors];
  const places = new Map<string, number[]>();
  for (const [index, document] of kept.entries()) {
    if (index % inputsPerTurn === inputsPerTurn - 1) await nextTurn();
    checkDocument(document, index);
    const id = begin(index, document, inputs, ledger);
    if (isDone(resume[index])) continue;
    const known = places.get(id);
    if (known === undefined) places.set(id, [index]);
    else known.push(index);
  }
  return { items: listed(kept, vectors, places), mayRepeat: false };
}

/** Whether all inputs are there: then they can be counted. */
export function isList(documents: AddInputs["documents"]): documents is readonly AddableDocument[] {
  return Array.isArray(documents);
}

/** @param places the inputs of each id; an id's item stands at its last */
function* listed(
  documents: readonly AddableDocument[],
  vectors: AddInputs["vectors"],
  places: ReadonlyMap<string, readonly number[]>,
): Generator<AddItem> {
  for (const [id, indexes] of places) {
    const index = indexes.at(-1) ?? 0;
    const document = documents[index];
    if (document !== undefined)
      yield { indexes, id, document, ...(vectors !== undefined && { vector: vectors[index] }) };
  }
}

async function* streamed(
  documents: AsyncIterable<AddableDocument> | Iterable<AddableDocument>,
  inputs: AddInputs,
  ledger: AddLedger,
): AsyncGenerator<AddItem> {
  let index = 0;
  for await (const document of documents) {
    checkDocument(document, index);
    const id = begin(index, document, inputs, ledger);
    if (!isDone(inputs.resume[index])) yield { indexes: [index], id, document };
    index += 1;
  }
  ledger.total = index;
}

/** Gives an input its id, and notes it as done where an earlier call stored it. */
function begin(index: number, document: AddableDocument, { ids, resume }: AddInputs, ledger: AddLedger): string {
  const resumed = resume[index];
  const id = isDone(resumed) ? resumed : idOf(index, ids[index], document.id);
  if (isDone(resumed)) ledger.resumed(index, id);
  else ledger.assign(index, id);
  return id;
}

function isDone(resumed: string | null | undefined): resumed is string {
  return resumed !== undefined && resumed !== null;
}

function checkDocument(document: unknown, index: number): void {
  const content: unknown =
    typeof document === "object" && document !== null && "pageContent" in document ? document.pageContent : undefined;
  if (typeof content === "string") return;
  const found = isPlainRecord(document) ? "has no text as `pageContent`" : "is no document";
  throw new S3VectorsConfigError(`documents[${index}] ${found}.`, { code: "INVALID_DOCUMENT" });
}
