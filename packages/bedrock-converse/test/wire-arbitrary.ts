import { ConverseStreamOutput$ } from "@aws-sdk/client-bedrock-runtime";
import * as fc from "fast-check";

/** What the wire may hold of one member of an event. */
export interface WireEventCase {
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/**
 * Any event of ConverseStream, as JSON: made from the AWS SDK's own schema, so that it knows every member the SDK knows,
 * bytes among them, also those of a later version.
 */
export function anyWireEvent(): fc.Arbitrary<WireEventCase> {
  const { names, members } = structure(ConverseStreamOutput$);
  const events = names.flatMap((type, index) => {
    const payload = anyValue(members[index]);
    // The service pads its events, so that their size tells nothing.
    const padded = fc.record({ payload, p: fc.option(fc.string(), { nil: undefined }) });
    const event = padded.map(({ payload, p }) => ({
      type,
      payload: { ...Object(payload), ...(p !== undefined && { p }) },
    }));
    return type.endsWith("Exception") ? [] : [event];
  });
  return fc.oneof(...events);
}

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const key = fc.string({ maxLength: 5 }).filter((name) => !["__proto__", "__type"].includes(name));

const anyDocument = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(key, tie("any"), { maxKeys: 3 }),
  ),
})).any;

/** The AWS SDK's numbers for kinds of values. */
const simple: Readonly<Record<number, fc.Arbitrary<unknown>>> = {
  0: text,
  1: fc.nat(),
  2: fc.boolean(),
  15: anyDocument,
  21: fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString("base64")),
};

const [named, list, map, struct, union] = [0, 1, 2, 3, 4];
const [listOf, mapOf] = [64, 128];

/** Unions read without a table of their own: an unknown member is kept there as it is, not under `$unknown`. */
const openUnions: readonly string[] = ["CitationLocation", "GuardrailAutomatedReasoningFinding"];

function anyValue(given: unknown): fc.Arbitrary<unknown> {
  const schema = typeof given === "function" ? given() : given;
  if (typeof schema === "number") return anySimple(schema);
  if (!Array.isArray(schema)) throw new Error(`No such schema: ${String(schema)}`);
  // A schema with traits of its place.
  if (schema.length === 2) return anyValue(schema[0]);
  if (schema[0] === named) return anyValue(schema[4]);
  if (schema[0] === list) return fc.array(anyValue(schema[4]), { maxLength: 3 });
  if (schema[0] === map) return fc.dictionary(key, anyValue(schema[5]), { maxKeys: 3 });
  const { names, members, name } = structure(schema);
  const values = names.map((member, index) => [member, anyValue(members[index])] as const);
  if (schema[0] === union) {
    const known = values.map(([member, value]) => value.map((inner) => ({ [member]: inner })));
    const unknown = anyDocument.filter((value) => value !== null).map((value) => ({ "somethingNew!": value }));
    return fc.oneof(...known, ...(openUnions.includes(name) ? [] : [unknown]));
  }
  // The SDK takes `null` for nothing.
  const optional = values.map(([member, value]) => [member, fc.option(value, { freq: 8 })]);
  return fc.record(Object.fromEntries(optional), { requiredKeys: [] });
}

function anySimple(schema: number): fc.Arbitrary<unknown> {
  const value = simple[schema % listOf];
  if (value === undefined) throw new Error(`No such kind of value: ${schema}`);
  if (schema >= mapOf) return fc.dictionary(key, value, { maxKeys: 3 });
  return schema >= listOf ? fc.array(value, { maxLength: 3 }) : value;
}

function structure(schema: readonly unknown[]): {
  name: string;
  names: readonly string[];
  members: readonly unknown[];
} {
  const [kind, , name, , names, members] = schema;
  if (![struct, union, -3].includes(Number(kind)) || !Array.isArray(names) || !Array.isArray(members)) {
    throw new Error(`No structure: ${JSON.stringify(schema)}`);
  }
  return { name: String(name), names, members };
}
