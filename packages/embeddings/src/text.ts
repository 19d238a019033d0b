import type { TextLimits } from "./families/model-family.ts";
import { inputError } from "./input-error.ts";
import type { Truncate } from "./options.ts";

/** How a text of a call is named in errors. */
export type NameOf = (index: number) => string;

/** How texts are prepared. */
export interface TextRules {
  readonly stripNewLines: boolean;
  readonly truncate: Truncate | undefined;
  readonly limits: TextLimits;
}

/**
 * Checks that these are texts.
 *
 * @throws TypeError naming the index
 */
export function checkStrings(texts: readonly unknown[], nameOf: NameOf): asserts texts is readonly string[] {
  if (!Array.isArray(texts)) throw new TypeError("The texts must be an array of strings.");
  for (let index = 0; index < texts.length; index += 1) {
    if (typeof texts[index] === "string") continue;
    throw inputError(TypeError, index, `${nameOf(index)} is not a string but ${nameOfType(texts[index])}.`);
  }
}

/**
 * Checks what the model would refuse: all texts, before the first is sent.
 *
 * @throws RangeError naming the index
 */
export function checkTexts(texts: readonly string[], rules: TextRules, nameOf: NameOf): void {
  for (const [index, text] of texts.entries()) checkText(text, rules, index, nameOf);
}

function checkText(text: string, rules: TextRules, index: number, nameOf: NameOf): void {
  const { limits, truncate } = rules;
  if (text === "" && limits.mayBeEmpty !== true) {
    throw inputError(RangeError, index, `${nameOf(index)} is empty. Leave empty texts out.`);
  }
  const { maxCodePoints = Infinity } = limits;
  if (text.length <= maxCodePoints || truncate === "START" || truncate === "END") return;
  const length = countCodePoints(toSingleLine(text, rules));
  if (length <= maxCodePoints) return;
  throw inputError(
    RangeError,
    index,
    `${nameOf(index)} has ${length} characters, and the model takes ${maxCodePoints}. Split the text, or set \`truncate\`.`,
  );
}

/** The text as it is sent: on one line, and cut where that was asked for. */
export function prepareText(text: string, rules: TextRules): string {
  const { limits, truncate } = rules;
  const line = toSingleLine(text, rules);
  const { maxCodePoints = Infinity } = limits;
  if (line.length <= maxCodePoints || (truncate !== "START" && truncate !== "END")) return line;
  return truncate === "END" ? keepStart(line, maxCodePoints) : keepEnd(line, maxCodePoints);
}

const toSingleLine = (text: string, { stripNewLines }: TextRules): string =>
  stripNewLines ? text.replaceAll(/\r?\n/g, " ") : text;

/** Unicode code points; half of a surrogate pair without its other half counts as one. */
export function countCodePoints(text: string): number {
  let count = text.length;
  for (let at = 1; at < text.length; at += 1) {
    if (!isPair(text, at - 1)) continue;
    count -= 1;
    at += 1;
  }
  return count;
}

/** The first so many code points. */
export function keepStart(text: string, count: number): string {
  let end = 0;
  for (let kept = 0; kept < count && end < text.length; kept += 1) end += isPair(text, end) ? 2 : 1;
  return text.slice(0, end);
}

/** The last so many code points. */
export function keepEnd(text: string, count: number): string {
  let start = text.length;
  for (let kept = 0; kept < count && start > 0; kept += 1) start -= isPair(text, start - 2) ? 2 : 1;
  return text.slice(start);
}

/** Whether one code point takes both of the units from `at`. */
const isPair = (text: string, at: number): boolean =>
  (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;

function nameOfType(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : typeof value;
}
