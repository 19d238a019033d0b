/**
 * The words of a JSON document: its keys and values in order, one member a line, so that `{ title: "Beach", sea: { c: 21 } }`
 * is `title: Beach` and `sea.c: 21`.
 */
export function flattenJson(value: unknown): string {
  return [...linesOf(value, "")].join("\n");
}

function* linesOf(value: unknown, path: string): Generator<string> {
  if (typeof value === "object" && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      yield* linesOf(member, path === "" ? key : `${path}.${key}`);
    }
  } else if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    yield path === "" ? String(value) : `${path}: ${value}`;
  }
}
