const ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** Adds the filler `p` that every event of a Converse stream carries: 3 to 62 characters of a fixed alphabet. */
export function withFiller(body: Record<string, unknown>, random: () => number): Record<string, unknown> {
  return { ...body, p: ALPHABET.slice(0, 3 + Math.floor(random() * (ALPHABET.length - 2))) };
}
