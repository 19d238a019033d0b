/**
 * Base64 without its white space, if it is base64 to the letter: the standard alphabet, padded. What only looks like it,
 * such as the misspelt name of a file, must not become an image of noise.
 */
export function strictBase64(text: string): string | undefined {
  const compact = text.replaceAll(/\s+/g, "");
  return isStrictBase64(compact) ? compact : undefined;
}

const isStrictBase64 = (text: string): boolean =>
  text.length > 0 && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);

/** How many bytes padded base64 stands for. */
export function decodedLength(base64: string): number {
  const padding = base64.endsWith("==") ? 2 : Number(base64.endsWith("="));
  return (base64.length / 4) * 3 - padding;
}
