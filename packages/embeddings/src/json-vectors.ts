import { utf8Decode } from "@langchain-aws/core";

/**
 * Reads JSON from its bytes like `JSON.parse`, but for lists of numbers: those become `Float32Array`s, and no plain
 * array of them is ever made. Every number in them is the float nearest to what `JSON.parse` would give.
 *
 * @throws SyntaxError naming the position when the bytes are not JSON
 */
export function parseJsonVectors(bytes: Uint8Array): unknown {
  return new JsonReader(bytes).read();
}

const quote = 0x22;
const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
const nine = 0x39;
const backslash = 0x5c;

const maxDepth = 64;

/** Powers of ten that a double holds exactly. */
const powersOfTen: readonly number[] = /* @__PURE__ */ Array.from({ length: 23 }, (_, exponent) =>
  Number(`1e${exponent}`),
);

/** Numbers with more digits are left to the runtime; a float printed as a double has 17. */
const maxDigits = 19;

/** How far off, relatively, a number of so many digits can be after two divisions: twelve roundings of 2^-53, at most. */
const tolerance = 2 ** -49;

const literals: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/**
 * `mantissa / 10^scale` as a number that rounds to the right float.
 *
 * @returns nothing where that is not certain: two floats are about equally near, or the scale is out of bounds
 */
function scaleToFloat(mantissa: number, digits: number, scale: number): number | undefined {
  const power = powersOfTen[scale];
  // Two exact numbers and one rounding: the very double that `JSON.parse` gives.
  if (power !== undefined && digits <= 15) return mantissa / power;
  const rest = powersOfTen[scale - 22];
  if (power === undefined && rest === undefined) return undefined;
  const value = power === undefined ? mantissa / 1e22 / (rest ?? 1) : mantissa / power;
  return Math.fround(value * (1 - tolerance)) === Math.fround(value * (1 + tolerance)) ? value : undefined;
}

class JsonReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #depth = 0;
  #scratch = new Float32Array(2048);

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  read(): unknown {
    const value = this.#value();
    if (this.#peek() !== undefined) throw this.#unexpected();
    return value;
  }

  #value(): unknown {
    const byte = this.#peek();
    if (byte === quote) return this.#string();
    if (isNumberStart(byte)) return this.#numberFrom(this.#at);
    const open = byte === undefined ? "" : String.fromCharCode(byte);
    if (open === "{") return this.#nested(() => this.#object());
    if (open === "[") return this.#nested(() => this.#array());
    return this.#literal();
  }

  #nested<Value>(read: () => Value): Value {
    if (this.#depth >= maxDepth) throw this.#unexpected();
    this.#depth += 1;
    this.#at += 1;
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #object(): Record<string, unknown> {
    const members: [string, unknown][] = [];
    if (this.#accept("}")) return {};
    do {
      if (this.#peek() !== quote) throw this.#unexpected();
      const name = this.#string();
      if (!this.#accept(":")) throw this.#unexpected();
      members.push([name, this.#value()]);
    } while (this.#accept(","));
    if (!this.#accept("}")) throw this.#unexpected();
    // Unlike an assignment, this makes even `__proto__` a plain member.
    return Object.fromEntries(members);
  }

  #array(): unknown[] | Float32Array {
    const start = this.#at;
    const numbers = this.#numbers();
    if (numbers !== undefined) return numbers;
    this.#at = start;
    const items: unknown[] = [];
    if (this.#accept("]")) return items;
    do items.push(this.#value());
    while (this.#accept(","));
    if (!this.#accept("]")) throw this.#unexpected();
    return items;
  }

  /** A list of numbers and nothing else; any other list is left to be read again. */
  #numbers(): Float32Array | undefined {
    let length = 0;
    do {
      if (!isNumberStart(this.#peek())) return undefined;
      if (length === this.#scratch.length) this.#grow();
      this.#scratch[length] = this.#float();
      length += 1;
    } while (this.#accept(","));
    return this.#accept("]") ? this.#scratch.slice(0, length) : undefined;
  }

  #grow(): void {
    const larger = new Float32Array(this.#scratch.length * 2);
    larger.set(this.#scratch);
    this.#scratch = larger;
  }

  /** Reckoned from the digits where that gives the right float for certain, else by the runtime. */
  #float(): number {
    const bytes = this.#bytes;
    const start = this.#at;
    const isNegative = bytes[start] === minus;
    const first = isNegative ? start + 1 : start;
    let at = first;
    let mantissa = 0;
    let digits = 0;
    let pointAt = -1;
    for (let byte = bytes[at] ?? 0; ; byte = bytes[at] ?? 0) {
      if (byte >= zero && byte <= nine) {
        mantissa = mantissa * 10 + (byte - zero);
        if (mantissa !== 0) digits += 1;
      } else if (byte === point && pointAt < 0 && at > first) pointAt = at;
      else break;
      at += 1;
    }
    const fractionDigits = pointAt < 0 ? 0 : at - pointAt - 1;
    const hasEvenForm = isDigit(bytes[at - 1]) && !(bytes[first] === zero && isDigit(bytes[first + 1]));
    this.#at = at;
    const scale = fractionDigits - this.#exponent();
    const value = hasEvenForm && digits <= maxDigits ? scaleToFloat(mantissa, digits, scale) : undefined;
    if (value === undefined) return this.#numberFrom(start);
    return isNegative ? -value : value;
  }

  /** Of the usual form `e-5`; for any other the scale becomes one that is left to the runtime. */
  #exponent(): number {
    const letter = this.#bytes[this.#at];
    if (letter !== 0x65 && letter !== 0x45) return 0;
    let at = this.#at + 1;
    const isNegative = this.#bytes[at] === minus;
    if (isNegative) at += 1;
    let exponent = isDigit(this.#bytes[at]) ? 0 : Infinity;
    for (; isDigit(this.#bytes[at]); at += 1) exponent = exponent * 10 + (this.#bytes[at] ?? zero) - zero;
    this.#at = at;
    return isNegative ? -exponent : exponent;
  }

  #numberFrom(start: number): number {
    this.#at = start;
    while (isNumberPart(this.#bytes[this.#at])) this.#at += 1;
    const value: unknown = JSON.parse(utf8Decode(this.#bytes.subarray(start, this.#at)));
    return Number(value);
  }

  #string(): string {
    const start = this.#at;
    let end = start + 1;
    while (this.#bytes[end] !== quote) {
      if (end >= this.#bytes.length) throw this.#unexpected();
      end += this.#bytes[end] === backslash ? 2 : 1;
    }
    this.#at = end + 1;
    return String(JSON.parse(utf8Decode(this.#bytes.subarray(start, this.#at))));
  }

  #literal(): boolean | null {
    for (const [text, value] of literals) {
      if (utf8Decode(this.#bytes.subarray(this.#at, this.#at + text.length)) !== text) continue;
      this.#at += text.length;
      return value;
    }
    throw this.#unexpected();
  }

  /** The next byte that is not white space. */
  #peek(): number | undefined {
    let byte = this.#bytes[this.#at];
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
      this.#at += 1;
      byte = this.#bytes[this.#at];
    }
    return byte;
  }

  #accept(character: string): boolean {
    if (this.#peek() !== character.charCodeAt(0)) return false;
    this.#at += 1;
    return true;
  }

  // Without the text around it: that may be the caller's.
  #unexpected(): SyntaxError {
    return new SyntaxError(`The JSON is not valid at byte ${this.#at}.`);
  }
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= zero && byte <= nine;
const isNumberStart = (byte: number | undefined): boolean => byte === minus || isDigit(byte);

/** Digits, signs, the point and the letter of an exponent. */
const isNumberPart = (byte: number | undefined): boolean =>
  isNumberStart(byte) || byte === 0x2b || byte === point || byte === 0x65 || byte === 0x45;
