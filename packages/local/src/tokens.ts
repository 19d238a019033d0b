/** Counts the tokens of one text. */
export type TokenCounter = (text: string) => number;

const encoder = new TextEncoder();

/** The default counter: a token for every four bytes of UTF-8, rounded up. It is no model's own tokenizer. */
export const countTextTokens: TokenCounter = (text) => Math.ceil(utf8Length(text) / 4);

function utf8Length(text: string): number {
  // Short texts are counted by hand: encoding each of them would allocate.
  if (text.length > 4096) return encoder.encode(text).length;
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
