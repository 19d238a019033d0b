import { isRecord, numberOf } from "@langchain-aws/core";

/** How the vectors of a text's tokens become one: their mean, or the first. */
export type Pooling = "mean" | "cls";

/**
 * One vector for each text, out of any shape that containers answer: `number[]`, `number[][]`, `[text][token][dim]`,
 * `{embedding}`, `{embeddings}`, `{vectors}`, `{data: [{index, embedding}]}`.
 *
 * @throws Error with the shape seen
 */
export function readVectors(answer: unknown, pooling: Pooling = "mean"): number[][] {
  const list = listOf(answer);
  if (list === undefined) throw new Error(`No vectors in an answer of the shape ${shapeOf(answer)}.`);
  if (list.length > 0 && list.every((item) => typeof item === "number")) return [toNumbers(list)];
  return list.map((item) => {
    if (!Array.isArray(item)) throw new Error(`No vectors in an answer of the shape ${shapeOf(answer)}.`);
    return Array.isArray(item[0]) ? pooled(item, pooling) : toNumbers(item);
  });
}

function listOf(answer: unknown): unknown[] | undefined {
  if (Array.isArray(answer)) return answer;
  if (!isRecord(answer)) return undefined;
  if (Array.isArray(answer["data"])) return byIndex(answer["data"]);
  return [answer["embedding"], answer["embeddings"], answer["vectors"]].find((value) => Array.isArray(value));
}

function byIndex(data: readonly unknown[]): unknown[] {
  const rows = data.map((row, place) => {
    if (!isRecord(row)) throw new Error(`No vectors in an answer of the shape ${shapeOf({ data })}.`);
    return { at: numberOf(row["index"]) ?? place, embedding: row["embedding"] };
  });
  return rows.toSorted((a, b) => a.at - b.at).map(({ embedding }) => embedding);
}

function toNumbers(values: readonly unknown[]): number[] {
  return values.map((value) => {
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw new Error(`A vector holds something that is no finite number: ${value === null ? "null" : typeof value}.`);
  });
}

function pooled(tokens: readonly unknown[], pooling: Pooling): number[] {
  const vectors = tokens.map((token) => toNumbers(Array.isArray(token) ? token : [token]));
  const [first = []] = vectors;
  if (pooling === "cls") return first;
  return first.map((_, at) => vectors.reduce((sum, vector) => sum + (vector[at] ?? Number.NaN), 0) / vectors.length);
}

/** The shape of a value in a few words: `[2][3][768]`, `{detail}`. */
export function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.length}]${value.length === 0 ? "" : shapeOf(value[0])}`;
  if (isRecord(value)) return `{${Object.keys(value).slice(0, 5).join(", ")}}`;
  return value === null ? "null" : typeof value === "number" ? "" : ` of ${typeof value}`;
}
