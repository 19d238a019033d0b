import type { DocumentAttribute as WireAttribute, DocumentAttributeValue as WireValue } from "@aws-sdk/client-kendra";
import type { DocumentAttributeValue } from "./kendra-result-item.ts";

/** The attributes of a document by their names; of two with one name the last. Nothing is shared with the reply. */
export function readAttributes(
  attributes: readonly WireAttribute[] | undefined,
): Record<string, DocumentAttributeValue> {
  return Object.fromEntries((attributes ?? []).map(({ Key = "", Value = {} }) => [Key, readValue(Value)]));
}

function readValue({ StringValue, StringListValue, LongValue, DateValue }: WireValue): DocumentAttributeValue {
  if (StringValue !== undefined) return StringValue;
  if (StringListValue !== undefined) return [...StringListValue];
  if (LongValue !== undefined) return LongValue;
  return DateValue === undefined || Number.isNaN(DateValue.getTime()) ? null : DateValue.toISOString();
}
