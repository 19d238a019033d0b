/** The model reads 128 tokens of a text and passes over the rest; English has about four characters to a token. */
const MOST_CHARACTERS = 400;

/** A text in pieces that the model can take, cut between words where there is a blank. */
export function toPieces(text: string): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > MOST_CHARACTERS) {
    const end = endOfPiece(rest);
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return rest === "" && pieces.length > 0 ? pieces : [...pieces, rest];
}

function endOfPiece(text: string): number {
  const blank = text.lastIndexOf(" ", MOST_CHARACTERS);
  if (blank > 0) return blank;
  // No half of a surrogate pair is left behind.
  const code = text.charCodeAt(MOST_CHARACTERS - 1);
  return code >= 0xd800 && code <= 0xdbff ? MOST_CHARACTERS - 1 : MOST_CHARACTERS;
}
