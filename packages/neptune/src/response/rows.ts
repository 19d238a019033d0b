import type { SparqlResult, SparqlTerm } from "../clients/sparql-client.ts";

/** A value of a flat row. */
export type RowValue = string | number | boolean;

const xsd = "http://www.w3.org/2001/XMLSchema#";
const numbers: ReadonlySet<string> = /* @__PURE__ */ new Set(
  (
    "integer decimal double float int long short byte nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger " +
    "unsignedInt unsignedLong unsignedShort unsignedByte"
  )
    .split(" ")
    .map((name) => xsd + name),
);

/** How XML Schema writes a number; JavaScript takes more for one, an empty text among them. */
const lexicalForm = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * The rows of a SELECT as plain objects: numbers and booleans as such, everything else as its text. Unbound variables are
 * left out. An ASK is one row with `boolean`, a graph one row with `triples`.
 */
export function rows(result: SparqlResult): Record<string, RowValue>[] {
  if ("boolean" in result) return [{ boolean: result.boolean }];
  if ("triples" in result) return [{ triples: result.triples }];
  return result.results.bindings.map((binding) =>
    Object.fromEntries(Object.entries(binding).map(([name, term]) => [name, toValue(term)])),
  );
}

function toValue({ type, value, datatype }: SparqlTerm): RowValue {
  if (type === "uri" || type === "bnode" || datatype === undefined) return value;
  if (datatype === `${xsd}boolean`) return value === "true" || value === "1";
  if (!lexicalForm.test(value)) return value;
  const number = Number(value);
  // An integer that a number cannot hold stays a text.
  const isSafe =
    Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number) || /[.eE]/.test(value));
  return numbers.has(datatype) && isSafe ? number : value;
}
