/**
 * Characters that Rerank takes in one text, counted as code points.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_RerankTextDocument.html
 */
export const maxTextLength = 32_000;

/** The beginning of a text, of at most so many code points: no character is cut in two. */
export function cutText(text: string, limit: number = maxTextLength): string {
  // A text has no more code points than code units, so most need no counting.
  if (text.length <= limit) return text;
  let end = 0;
  for (let count = 0; count < limit && end < text.length; count += 1) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  return text.slice(0, end);
}

/** Whether a text has no character that can be seen. The service refuses a whole request for one such text. */
export function isBlank(text: string): boolean {
  return !/\S/.test(text);
}
