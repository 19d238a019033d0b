import { redact } from "@langchain-aws/core";

/** How much of a body an error may show, in bytes. */
export const maxSnippetBytes = 500;

/** Masked before cutting, so that a cut through a secret leaves no half of it. */
const redactedBytes = 4000;

/**
 * The beginning of a body for an error: secrets masked, at most {@link maxSnippetBytes} bytes.
 *
 * @param secrets exact values to mask
 */
export function snippet(body: Uint8Array | string, secrets: readonly string[] = []): string {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body.slice(0, redactedBytes)) : body;
  const text = redact(new TextDecoder().decode(bytes.subarray(0, redactedBytes)), secrets);
  const masked = new TextEncoder().encode(text);
  if (masked.length <= maxSnippetBytes) return text;
  // Never inside a character: bytes of the form 10xxxxxx continue one.
  let end = maxSnippetBytes - 3;
  while (end > 0 && ((masked[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return `${new TextDecoder().decode(masked.subarray(0, end))}…`;
}
