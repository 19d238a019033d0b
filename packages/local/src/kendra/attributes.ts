import type { KendraAttribute } from "./kendra-options.ts";

/** The value of a document attribute as on the wire: one member. Dates are seconds since the epoch, with a fraction. */
export interface AttributeValue {
  StringValue?: string;
  StringListValue?: readonly string[];
  LongValue?: number;
  DateValue?: number;
}

/** A document attribute as on the wire. Source: "DocumentAttribute", Amazon Kendra API Reference. */
export interface DocumentAttribute {
  Key: string;
  Value: AttributeValue;
}

/** The attributes of a document by their keys. */
export type AttributeMap = ReadonlyMap<string, AttributeValue>;

/** The kinds of values, as `DocumentMetadataConfigurations` names them. */
export type AttributeType = "STRING_VALUE" | "STRING_LIST_VALUE" | "LONG_VALUE" | "DATE_VALUE";

/** A value of a document in the form of the wire. */
export function toAttributeValue(value: KendraAttribute): AttributeValue {
  if (typeof value === "string") return { StringValue: value };
  if (typeof value === "number") return { LongValue: value };
  return isList(value) ? { StringListValue: value } : { DateValue: value.getTime() / 1000 };
}

/** Which kind of value one is; `undefined` for one without a member. */
export function attributeTypeOf(value: AttributeValue): AttributeType | undefined {
  if (value.StringValue !== undefined) return "STRING_VALUE";
  if (value.StringListValue !== undefined) return "STRING_LIST_VALUE";
  if (value.LongValue !== undefined) return "LONG_VALUE";
  return value.DateValue === undefined ? undefined : "DATE_VALUE";
}

/** The number that comparisons and sorting go by: the value, or the milliseconds of a date. */
export function orderOf({ LongValue, DateValue }: AttributeValue): number | undefined {
  return LongValue ?? (DateValue === undefined ? undefined : Math.round(DateValue * 1000));
}

/** Attributes as on the wire, all or those that a request asks for. */
export function toWireAttributes(attributes: AttributeMap, wanted?: readonly string[]): DocumentAttribute[] {
  return [...attributes]
    .filter(([key]) => wanted === undefined || wanted.includes(key))
    .map(([Key, Value]) => ({ Key, Value }));
}

function isList(value: Date | readonly string[]): value is readonly string[] {
  return Array.isArray(value);
}
