import type { KnowledgeBase } from "./knowledge-base.ts";
import type { LeafOperator, RetrievalFilter } from "./retrieval-filter.ts";

/** The attributes that a query may speak of. */
export interface ImplicitFilterAttributes {
  metadataAttributes: readonly { key: string; type: "STRING" | "NUMBER" | "BOOLEAN" | "STRING_LIST" }[];
}

/**
 * The filter that a query implies: the attributes with a value that stands in it, as a word or a phrase.
 *
 * The service asks a model; here the values that passages have are looked for in the text.
 *
 * @returns `undefined` when the query names none of the values
 */
export function implicitFilter(
  query: string,
  attributes: ImplicitFilterAttributes | undefined,
  knowledgeBase: KnowledgeBase,
): RetrievalFilter | undefined {
  const conditions = (attributes?.metadataAttributes ?? []).flatMap(({ key, type }): RetrievalFilter[] => {
    const values = [...knowledgeBase.valuesOf(key)].filter((one) => typeof one !== "boolean" && isNamed(query, one));
    const operator: LeafOperator = type === "STRING_LIST" ? "listContains" : "equals";
    const filters = values.map((value): RetrievalFilter => ({ [operator]: { key, value } }));
    return joined("orAll", filters);
  });
  return joined("andAll", conditions)[0];
}

function joined(operator: "andAll" | "orAll", filters: readonly RetrievalFilter[]): RetrievalFilter[] {
  return filters.length > 1 ? [{ [operator]: filters }] : [...filters];
}

function isNamed(query: string, value: unknown): boolean {
  const text = String(value).trim();
  if (text === "") return false;
  const escaped = text.replace(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "iu").test(query);
}
