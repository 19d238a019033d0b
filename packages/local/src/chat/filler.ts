const ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const SHORTEST = 3;

/**
 * Makes what adds the filler `p` to the bodies of one stream: 3 to 62 characters of a fixed alphabet.
 *
 * The lengths follow a fixed sequence, so that the instance's random numbers do not depend on how much is streamed.
 */
export function createFiller(): (body: Record<string, unknown>) => Record<string, unknown> {
  let count = 0;
  return (body) => {
    // 23 has no factor in common with the number of lengths: each of them comes.
    const length = SHORTEST + ((count * 23) % (ALPHABET.length - SHORTEST + 1));
    count += 1;
    return { ...body, p: ALPHABET.slice(0, length) };
  };
}
