const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * The numbers of one segment, in the base 64 of source maps: five bits a digit, the lowest first; the sixth says that
 * another follows, the lowest of all is the sign.
 *
 * @param {string} segment
 * @returns {number[]}
 */
function decodeSegment(segment) {
  const numbers = [];
  let value = 0;
  let shift = 0;
  for (const character of segment) {
    const digit = digits.indexOf(character);
    value |= (digit & 31) << shift;
    shift += 5;
    if ((digit & 32) !== 0) continue;
    numbers.push((value & 1) === 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}

/**
 * How much of a generated text comes from each source: a place that is mapped counts up to the next one.
 *
 * @param {{ sources: (string | null)[], mappings: string }} map
 * @param {string} text
 * @returns {Record<string, number>} characters by source
 */
export function charactersBySource({ sources, mappings }, text) {
  /** @type {Record<string, number>} */
  const characters = {};
  const lines = text.split("\n");
  let source = 0;
  for (const [index, line] of mappings.split(";").entries()) {
    let column = 0;
    const places =
      line === ""
        ? []
        : line.split(",").map((segment) => {
            const [columns = 0, ahead] = decodeSegment(segment);
            column += columns;
            source += ahead ?? 0;
            return { column, source: ahead === undefined ? undefined : sources[source] };
          });
    for (const [place, { column: start, source: name }] of places.entries()) {
      const end = places[place + 1]?.column ?? lines[index]?.length ?? start;
      if (name) characters[name] = (characters[name] ?? 0) + end - start;
    }
  }
  return characters;
}
