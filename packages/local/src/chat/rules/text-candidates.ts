import { formats } from "./formats.ts";
import { listOf, toNumber } from "./json-schema.ts";
import { textForPattern } from "./text-for-pattern.ts";
import type { TextHints } from "./text-hints.ts";

type Keywords = Readonly<Record<string, unknown>>;

/** Texts that may satisfy a schema: what the text offers, the default, then made-up ones of the right form. */
export function* textCandidates(schema: Keywords, hints: TextHints): Generator<string> {
  const { format, pattern } = schema;
  if (typeof format === "string") yield* textsOfFormat(format, hints);
  if (typeof pattern === "string") yield* textsOfPattern(pattern, hints);
  yield* hints.phrases.slice(0, 6);
  if (typeof schema.default === "string") yield schema.default;
  yield* listOf(schema.examples).filter((example) => typeof example === "string");
  const whole = hints.text.trim();
  if (whole !== "") yield whole;
  const least = toNumber(schema.minLength) ?? 0;
  const most = toNumber(schema.maxLength) ?? Infinity;
  for (const start of [hints.phrases[0] ?? whole, "value", "value 2", "value 3", "value 4"]) {
    yield Array.from(start.padEnd(least, "x")).slice(0, most).join("");
  }
  // Very short texts, all different.
  for (const letter of "abcdefgh") yield letter.repeat(Math.max(1, least));
  yield "";
}

function* textsOfFormat(format: string, hints: TextHints): Generator<string> {
  const known = formats[format];
  if (known === undefined) return;
  // A date or an address of the text itself is the best answer.
  yield* hints.text
    .split(/[\s,;()"'<>]+/u)
    .filter((word) => word !== "" && known.pattern.test(word.replace(/[.?!]+$/u, "")))
    .map((word) => word.replace(/[.?!]+$/u, ""));
  yield known.example;
}

function* textsOfPattern(pattern: string, hints: TextHints): Generator<string> {
  for (const word of hints.text.split(/\s+/u)) yield word.replace(/[.,;:?!]+$/u, "");
  for (let length = 0; length < 4; length += 1) {
    const text = textForPattern(pattern, length);
    if (text !== undefined) yield text;
  }
}
