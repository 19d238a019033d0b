/**
 * The case numbers that the titles in a test file begin with.
 *
 * @param {string} text of the test file
 * @returns {number[]}
 */
export function coveredCases(text) {
  const titles = text.matchAll(/["'`]\[(\d+(?:\s*[,-]\s*\d+)*)\]\s/g);
  return Array.from(titles, ([, numbers = ""]) => numbers.split(",").flatMap(expandRange)).flat();
}

/** @param {string} part `12` or `12-15` */
function expandRange(part) {
  const [first = 0, last = first] = part.split("-").map(Number);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/**
 * Numbers as a reader wants them: `3, 7-9`.
 *
 * @param {number[]} numbers ascending
 */
export function compactNumbers(numbers) {
  /** @type {[number, number][]} */
  const ranges = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(", ");
}
