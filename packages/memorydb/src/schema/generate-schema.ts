import { warnOnce } from "@langchain-aws/core";
import type { IndexSchema } from "./index-schema.ts";

type Kind = "text" | "tag" | "numeric";

/**
 * The schema that fits the metadata of all documents: numbers are numeric; truth values and lists of texts are tags;
 * texts are what `stringFields` says, also those that look like numbers. Anything else, and a key with values of two
 * kinds, is not indexed, and named in a warning.
 */
export function generateSchema(
  metadatas: readonly Readonly<Record<string, unknown>>[],
  stringFields: "text" | "tag",
): IndexSchema {
  const found = new Map<string, Kind | undefined>();
  for (const metadata of metadatas) {
    for (const [name, value] of Object.entries(metadata)) {
      if (value === null || value === undefined) continue;
      const kind = kindOf(value, stringFields);
      found.set(name, found.has(name) && found.get(name) !== kind ? undefined : kind);
    }
  }
  const left = [...found].filter(([, kind]) => kind === undefined).map(([name]) => name);
  if (left.length > 0) {
    warnOnce(
      `memorydb/not-indexed/${left.join()}`,
      `Metadata that cannot be filtered by, because its values are neither numbers, texts, truth values nor lists of texts, or of several kinds: ${left.join(", ")}. It is kept in _metadata.`,
    );
  }
  const named = (kind: Kind): { name: string }[] =>
    [...found].filter(([, one]) => one === kind).map(([name]) => ({ name }));
  const lists = { text: named("text"), tag: named("tag"), numeric: named("numeric") };
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}

function kindOf(value: unknown, stringFields: "text" | "tag"): Kind | undefined {
  if (typeof value === "number") return "numeric";
  if (typeof value === "boolean") return "tag";
  if (typeof value === "string") return stringFields;
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string")
    ? "tag"
    : undefined;
}
