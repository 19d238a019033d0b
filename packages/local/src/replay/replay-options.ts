/** Answers from recorded interactions, in place of the engines. */
export interface ReplayOptions {
  /**
   * A folder of folders, one for each interaction: `request.json` with `model`, `body` and, other than for Converse, the
   * `operation`; and `response.json` (the body of the answer), `events.jsonl` (the events of a stream, one a line), or
   * `error.json` (`status`, `type`, `message`).
   */
  directory: string;
  /**
   * Which interaction answers a request: one whose model and body are equal; the next one, in the order of their names,
   * if it is of the same operation; or the one whose body differs least.
   *
   * @defaultValue `"strict"`
   */
  match?: "strict" | "positional" | "loose";
  /** Let the engines answer what no interaction is for. @defaultValue false: that is an error */
  fallback?: boolean;
}

const MATCHES = ["strict", "positional", "loose"];

/** What the option `replay` must be, for a value that it must not be. */
export function checkReplay(value: unknown): string | undefined {
  const expected = "{ directory, match?, fallback? }";
  if (typeof value !== "object" || value === null) return expected;
  const unknown = Object.keys(value).find((name) => !["directory", "match", "fallback"].includes(name));
  if (unknown !== undefined) return `${expected}, without \`${unknown}\``;
  if (!("directory" in value) || typeof value.directory !== "string" || value.directory === "") {
    return "an object whose `directory` is a path";
  }
  if ("match" in value && value.match !== undefined && !MATCHES.some((one) => one === value.match)) {
    return `an object whose \`match\` is ${MATCHES.map((one) => JSON.stringify(one)).join(" or ")}`;
  }
  return "fallback" in value && value.fallback !== undefined && typeof value.fallback !== "boolean"
    ? "an object whose `fallback` is true or false"
    : undefined;
}
