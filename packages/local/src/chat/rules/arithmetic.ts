/** A calculation that stands in a text. */
export interface Arithmetic {
  /** In the signs of a programming language: `12 * (3 + 4)`. */
  expression: string;
  /** Not finite after a division by zero. */
  value: number;
}

const CANDIDATE = /[-(\s]*\d[\d\s.()+*/×÷-]*/gu;
const TOKEN = /\d+(?:\.\d+)?|[-+*/()]/gu;

/** The first calculation of a text: at least one operator between numbers; `undefined` when there is none. */
export function findArithmetic(text: string): Arithmetic | undefined {
  for (const [candidate] of text.matchAll(CANDIDATE)) {
    const tokens = candidate.replaceAll("×", "*").replaceAll("÷", "/").match(TOKEN) ?? [];
    const found = longestCalculation(tokens);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A sentence may end in what looks like a sign: the longest beginning that can be worked out counts. */
function longestCalculation(tokens: readonly string[]): Arithmetic | undefined {
  for (let length = tokens.length; length >= 3; length -= 1) {
    const part = tokens.slice(0, length);
    const value = evaluate(part);
    if (value !== undefined && part.some((token, at) => at > 0 && "+-*/".includes(token))) {
      return { expression: part.join(" ").replaceAll("( ", "(").replaceAll(" )", ")"), value };
    }
  }
  return undefined;
}

/** The value of an expression, or `undefined` when the tokens are none. */
function evaluate(tokens: readonly string[]): number | undefined {
  let at = 0;
  const sum = (): number | undefined =>
    chain(product, { "+": (left, right) => left + right, "-": (left, right) => left - right });
  const product = (): number | undefined =>
    chain(operand, { "*": (left, right) => left * right, "/": (left, right) => left / right });

  function chain(
    part: () => number | undefined,
    operators: Readonly<Record<string, (left: number, right: number) => number>>,
  ): number | undefined {
    let value = part();
    while (value !== undefined) {
      const { [tokens[at] ?? ""]: operator } = operators;
      if (operator === undefined) return value;
      at += 1;
      const right = part();
      value = right === undefined ? undefined : operator(value, right);
    }
    return undefined;
  }

  function operand(): number | undefined {
    const token = tokens[at];
    at += 1;
    if (token === "-") {
      const value = operand();
      return value === undefined ? undefined : -value;
    }
    if (token === "(") {
      const value = sum();
      const isClosed = tokens[at] === ")";
      at += 1;
      return isClosed ? value : undefined;
    }
    return token === undefined || Number.isNaN(Number(token)) ? undefined : Number(token);
  }

  const value = sum();
  return at === tokens.length ? value : undefined;
}
