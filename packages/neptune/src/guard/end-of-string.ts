/**
 * Where a string ends: the place behind its closing mark, or -1 when it is never closed. A backslash takes the character
 * behind it along. By hand, since an expression runs out of stack over some hundred thousand escapes.
 *
 * @param start the place of the opening mark
 * @param mark what closes it: `'`, `"`, or three of either
 * @param isOneLine whether a line break means that it is not closed
 */
export function endOfString(text: string, start: number, mark: string, isOneLine: boolean): number {
  for (let at = start + mark.length; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === "\\") at += 1;
    else if (sign === mark[0] && text.startsWith(mark, at)) return at + mark.length;
    if (isOneLine && (text[at] === "\n" || text[at] === "\r")) return -1;
  }
  return -1;
}
