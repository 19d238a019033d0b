import { type AttributeValue, attributeTypeOf } from "../../kendra/attributes.ts";
import type { KendraEntry } from "../../kendra/kendra-entry.ts";
import { ServiceError } from "../../operation.ts";
import type { Facet } from "./kendra-body.ts";

const DEFAULT_VALUES = 10;

/**
 * How often each value of the attributes occurs among the documents that were found, most frequent first.
 *
 * @throws ServiceError `ValidationException` for facets inside facets, which this endpoint does not count
 */
export function countFacets(facets: readonly Facet[], entries: ReadonlySet<KendraEntry>): Record<string, unknown>[] {
  return facets.map(({ DocumentAttributeKey: key = "", MaxResults = DEFAULT_VALUES, Facets }) => {
    if (Facets !== undefined) {
      throw new ServiceError("ValidationException", 400, "Nested Facets are not supported by this local endpoint.");
    }
    const values = [...entries].flatMap(({ attributes }) => singleValues(attributes.get(key)));
    const [first] = values;
    const counts = new Map<string, { value: AttributeValue; count: number }>();
    for (const value of values) {
      const text = JSON.stringify(value);
      counts.set(text, { value, count: (counts.get(text)?.count ?? 0) + 1 });
    }
    const pairs = [...counts.values()].toSorted((left, right) => right.count - left.count).slice(0, MaxResults);
    return {
      DocumentAttributeKey: key,
      ...(first !== undefined && { DocumentAttributeValueType: attributeTypeOf(first) }),
      DocumentAttributeValueCountPairs: pairs.map(({ value, count }) => ({
        DocumentAttributeValue: value,
        Count: count,
      })),
    };
  });
}

/** The value, or each text of a list. */
function singleValues(value: AttributeValue | undefined): AttributeValue[] {
  if (value === undefined) return [];
  return value.StringListValue?.map((StringValue) => ({ StringValue })) ?? [value];
}
