import { type AttributeValue, orderOf } from "../../kendra/attributes.ts";
import type { KendraHit } from "../../kendra/kendra-index.ts";
import type { QueryBody, SortingConfiguration } from "./kendra-body.ts";

/** Results by attributes in place of relevance, where a request asks for it; those without the attribute come last. */
export function sortHits(
  hits: readonly KendraHit[],
  {
    SortingConfiguration: one,
    SortingConfigurations: several,
  }: Pick<QueryBody, "SortingConfiguration" | "SortingConfigurations">,
): KendraHit[] {
  const orders = several ?? (one === undefined ? [] : [one]);
  return hits.toSorted((left, right) => {
    for (const order of orders) {
      const difference = compare(left, right, order);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

function compare(
  left: KendraHit,
  right: KendraHit,
  { DocumentAttributeKey: key, SortOrder }: SortingConfiguration,
): number {
  const [a, b] = [left.entry.attributes.get(key), right.entry.attributes.get(key)];
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return compareValues(a, b) * (SortOrder === "ASC" ? 1 : -1);
}

function compareValues(left: AttributeValue, right: AttributeValue): number {
  const [a, b] = [orderOf(left), orderOf(right)];
  if (a !== undefined && b !== undefined) return a - b;
  const [text, other] = [left.StringValue ?? "", right.StringValue ?? ""];
  return text < other ? -1 : Number(text > other);
}
