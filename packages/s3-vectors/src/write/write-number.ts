/**
 * Most bytes of a number: nine digits with a sign, a point, and either zeros in front or an exponent.
 * `-0.00000123456789`, `-1.17549435e-38`.
 */
export const mostNumberBytes = 17;

/** Nine digits tell every two single-precision numbers apart. */
const digits = 9;
/** Down to here a number is written with zeros in front; below with an exponent. */
const smallestPlain = 1e-6;
const zero = 48;
const minus = 45;
const point = 46;
/** 1, 10, 100 … */
const powers: Float64Array = /* @__PURE__ */ Float64Array.from({ length: 16 }, (_, exponent) =>
  Number(`1e${exponent}`),
);
const tenTo = (exponent: number): number => powers[exponent] ?? Number.NaN;
const firstTooLarge = 1_000_000_000;
const pairs: Uint8Array = /* @__PURE__ */ twoDigits();

/**
 * Writes a number of single precision as JSON, straight into the bytes of a request: with nine digits, less those that
 * are zeros at the end. What is read back and rounded to single precision is the same number.
 *
 * @param value finite
 * @returns how many bytes it took, at most {@link mostNumberBytes}
 */
export function writeNumber(target: Uint8Array, start: number, value: number): number {
  const rounded = Math.fround(value);
  const size = Math.abs(rounded);
  if (size !== 0 && (size < smallestPlain || size >= firstTooLarge)) {
    return writeText(target, start, rounded.toExponential(digits - 1));
  }
  let at = start;
  if (rounded < 0) {
    target[at] = minus;
    at += 1;
  }
  const end = Number.isInteger(size) ? writeInteger(target, at, size) : writeFraction(target, at, size);
  return end - start;
}

/** @returns how many bytes it took: every character is one */
export function writeText(target: Uint8Array, start: number, text: string): number {
  for (let index = 0; index < text.length; index += 1) target[start + index] = text.charCodeAt(index);
  return text.length;
}

/** @returns where it ended */
function writeInteger(target: Uint8Array, start: number, value: number): number {
  let length = 1;
  while (value >= tenTo(length)) length += 1;
  writeDigits(target, start, length, value);
  return start + length;
}

/** @returns where it ended */
function writeFraction(target: Uint8Array, start: number, value: number): number {
  // The place of the first digit, counted from the point: 0.05 has it two behind, 12.5 two before.
  let place = 0;
  if (value >= 1) while (value >= tenTo(place)) place += 1;
  else for (let tenth = 0.1; value < tenth; tenth /= 10) place -= 1;
  // From here on machine integers: below 2^30.
  let scaled = Math.round(value * tenTo(digits - place)) | 0;
  // Where dividing by ten was not exact, the place may be one off.
  if (scaled >= firstTooLarge) {
    scaled = Math.round(value * tenTo(digits - 1 - place)) | 0;
    place += 1;
  }
  let count = digits;
  let shorter = (scaled / 10) | 0;
  while (shorter * 10 === scaled) {
    scaled = shorter;
    shorter = (scaled / 10) | 0;
    count -= 1;
  }
  return place > 0
    ? writeAboveOne(target, start, scaled, count, place)
    : writeBelowOne(target, start, scaled, count, -place);
}

/** `0.` and the digits, with zeros between. */
function writeBelowOne(target: Uint8Array, start: number, value: number, count: number, zeros: number): number {
  const first = start + 2 + zeros;
  for (let at = start; at < first; at += 1) target[at] = zero;
  target[start + 1] = point;
  writeDigits(target, first, count, value);
  return first + count;
}

/** So many digits, the point, and the others; where rounding left no others, no point. */
function writeAboveOne(target: Uint8Array, start: number, value: number, count: number, whole: number): number {
  if (count <= whole) return writeInteger(target, start, value * tenTo(whole - count));
  const below = tenTo(count - whole);
  const integer = Math.floor(value / below);
  writeDigits(target, start, whole, integer);
  target[start + whole] = point;
  writeDigits(target, start + whole + 1, count - whole, value - integer * below);
  return start + count + 1;
}

/** Two at a time, from the last. */
function writeDigits(target: Uint8Array, start: number, count: number, value: number): void {
  let rest = value | 0;
  let at = start + count - 1;
  for (; at > start; at -= 2) {
    const next = (rest / 100) | 0;
    const pair = (rest - next * 100) * 2;
    target[at] = pairs[pair + 1] ?? zero;
    target[at - 1] = pairs[pair] ?? zero;
    rest = next;
  }
  if (at === start) target[at] = zero + rest;
}

/** The characters of 00 to 99. */
function twoDigits(): Uint8Array {
  return Uint8Array.from({ length: 200 }, (_, at) => {
    const value = at >> 1;
    return zero + (at % 2 === 0 ? Math.floor(value / 10) : value % 10);
  });
}
