/**
 * Where `actual` lacks what `expected` states: one line for each path that differs.
 *
 * Objects are compared by the keys that `expected` has, lists item by item and by length, a regular expression
 * matches a string.
 */
export function partialDiff(expected: unknown, actual: unknown, path = ""): string[] {
  if (expected instanceof RegExp) {
    // Unlike test(), search() does not begin where the last match of a global expression ended.
    return typeof actual === "string" && actual.search(expected) >= 0 ? [] : [line(path, String(expected), actual)];
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return [line(path, expected, actual)];
    const differences = expected.flatMap((item, index) => partialDiff(item, actual[index], `${path}[${index}]`));
    if (expected.length === actual.length) return differences;
    return [line(join(path, "length"), expected.length, actual.length), ...differences];
  }
  if (isObject(expected)) {
    if (!isObject(actual)) return [line(path, expected, actual)];
    return Object.entries(expected).flatMap(([key, value]) => partialDiff(value, actual[key], join(path, key)));
  }
  return Object.is(expected, actual) ? [] : [line(path, expected, actual)];
}

const join = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function line(path: string, expected: unknown, actual: unknown): string {
  return `${path === "" ? "(whole)" : path}: expected ${show(expected)}, received ${show(actual)}`;
}

function show(value: unknown): string {
  const text = value === undefined ? "nothing" : (JSON.stringify(value) ?? typeof value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
