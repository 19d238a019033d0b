/** How long a chunk may be. */
export interface ChunkSize {
  /** The most that a chunk measures. */
  limit: number;
  /** How much of the end of a chunk the next one repeats, at most. @defaultValue 0 */
  overlap?: number;
  /** The size of a piece of text: its tokens, its words. */
  measure: (text: string) => number;
}

/** Sentences with the white space behind them, lines, and words of what is longer than a chunk. */
const SENTENCES = /[^\n]*?[.!?](?=\s)[^\S\n]*|[^\n]*\n+|[^\n]+$/gu;
const WORDS = /\S+\s*/gu;

/**
 * Cuts a text into chunks that end where sentences do, if these are not too long themselves.
 *
 * Chunks are pieces of the text as it is, without the white space around them. A text without words has none.
 */
export function chunkText(text: string, { limit, overlap = 0, measure }: ChunkSize): string[] {
  const chunks: string[] = [];
  let pieces: Piece[] = [];
  let size = 0;
  for (const piece of piecesOf(text, limit, measure)) {
    if (size + piece.size > limit && pieces.length > 0) {
      chunks.push(join(pieces));
      pieces = endOf(pieces, Math.min(overlap, limit - piece.size));
      size = sizeOf(pieces);
    }
    pieces.push(piece);
    size += piece.size;
  }
  chunks.push(join(pieces));
  return chunks.filter((chunk) => chunk !== "");
}

interface Piece {
  text: string;
  size: number;
}

function* piecesOf(text: string, limit: number, measure: (text: string) => number): Generator<Piece> {
  for (const [sentence] of text.matchAll(SENTENCES)) {
    const size = measure(sentence);
    if (size <= limit) yield { text: sentence, size };
    else for (const [word] of sentence.matchAll(WORDS)) yield { text: word, size: measure(word) };
  }
}

/** As many of the last pieces as fit the size. */
function endOf(pieces: readonly Piece[], size: number): Piece[] {
  const end: Piece[] = [];
  let left = size;
  for (const piece of pieces.toReversed()) {
    if (piece.size > left) break;
    end.unshift(piece);
    left -= piece.size;
  }
  return end;
}

function sizeOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { size }) => sum + size, 0);
}

function join(pieces: readonly Piece[]): string {
  return pieces
    .map(({ text }) => text)
    .join("")
    .trim();
}
