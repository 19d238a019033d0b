/** The service refuses more than 1,000 characters, a quota that can be raised; Python's retriever cuts here, too. */
const mostCharacters = 999;

/**
 * The text that is sent: without white space around it, and of at most 999 characters. The service reads the first 30
 * words or so.
 *
 * @throws TypeError when it is no text, RangeError when it is blank; no part of it is in the message
 */
export function toQueryText(query: unknown): string {
  if (typeof query !== "string") throw new TypeError("The query must be a text.");
  const text = query.trim();
  if (text === "") throw new RangeError("The query is blank. Pass a text.");
  return firstCharacters(text, mostCharacters);
}

/** Characters are code points: half of an emoji is refused by the service. */
function firstCharacters(text: string, count: number): string {
  if (text.length <= count) return text;
  let end = 0;
  for (let left = count; left > 0 && end < text.length; left -= 1) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  return text.slice(0, end);
}
