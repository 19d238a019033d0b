/** A text with `\uXXXX` and `\UXXXXXXXX` replaced by their characters; escapes of nothing that exists stay. */
export function decodeEscapes(text: string): string {
  return text.replaceAll(
    /\\u+([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g,
    (escape: string, short?: string, long?: string) => {
      const point = Number.parseInt(short ?? long ?? "", 16);
      return point <= 0x10_ff_ff ? String.fromCodePoint(point) : escape;
    },
  );
}
