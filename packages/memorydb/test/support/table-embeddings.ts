import { Embeddings } from "@langchain/core/embeddings";

/** Embeddings by a table: known texts have their vector, others one that follows from their letters. Calls are counted. */
export class TableEmbeddings extends Embeddings {
  readonly #table: Readonly<Record<string, readonly number[]>>;
  readonly dims: number;
  queries = 0;
  batches: number[] = [];

  constructor(table: Readonly<Record<string, readonly number[]>> = {}, dims = 2) {
    super({});
    this.#table = table;
    this.dims = dims;
  }

  override async embedQuery(text: string): Promise<number[]> {
    this.queries += 1;
    return this.#vector(text);
  }

  override async embedDocuments(texts: string[]): Promise<number[][]> {
    this.batches.push(texts.length);
    return texts.map((text) => this.#vector(text));
  }

  #vector(text: string): number[] {
    const known = this.#table[text];
    if (known !== undefined) return [...known];
    let seed = 7;
    for (const character of text) seed = (seed * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
    return Array.from({ length: this.dims }, (_, index) => Math.sin(seed * (index + 1)) + 1.01);
  }
}

/** The vector whose cosine distance from `[1, 0]` is this. */
export function atDistance(distance: number): number[] {
  const cosine = 1 - distance;
  return [cosine, Math.sqrt(1 - cosine * cosine)];
}
