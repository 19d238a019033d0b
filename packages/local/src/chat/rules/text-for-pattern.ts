/**
 * A text that a regular expression may match: each repetition as few times as it must, plus `extra`.
 *
 * Knows literals, classes, groups, alternatives (the first is taken) and quantifiers; `undefined` for what it cannot
 * read. The caller tests the result.
 */
export function textForPattern(pattern: string, extra = 0): string | undefined {
  const reader = new PatternReader(pattern, extra);
  const text = reader.alternatives();
  return reader.isAtEnd ? text : undefined;
}

const CLASSES: Readonly<Record<string, string>> = {
  d: "0",
  w: "a",
  s: " ",
  D: "a",
  W: "-",
  S: "a",
  n: "\n",
  t: "\t",
  b: "",
  B: "",
};

class PatternReader {
  readonly #pattern: string;
  readonly #extra: number;
  #at = 0;

  constructor(pattern: string, extra: number) {
    this.#pattern = pattern;
    this.#extra = extra;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#pattern.length;
  }

  alternatives(): string {
    const first = this.#sequence();
    while (this.#take("|")) this.#sequence();
    return first;
  }

  #sequence(): string {
    let text = "";
    while (!this.isAtEnd && !"|)".includes(this.#next)) text += this.#repeated(this.#atom());
    return text;
  }

  #atom(): string {
    const character = this.#next;
    this.#at += 1;
    if (character === "^" || character === "$") return "";
    if (character === ".") return "a";
    if (character === "\\") return this.#escape();
    if (character === "[") return this.#oneOfClass();
    if (character === "(") return this.#group();
    return character;
  }

  #escape(): string {
    const character = this.#next;
    this.#at += 1;
    if (character === "p" || character === "P") {
      const end = this.#pattern.indexOf("}", this.#at);
      const name = this.#pattern.slice(this.#at + 1, end);
      this.#at = end < 0 ? this.#pattern.length : end + 1;
      return /^(?:N|Nd)$/u.test(name) ? "1" : name === "Lu" ? "A" : "a";
    }
    return CLASSES[character] ?? character;
  }

  #oneOfClass(): string {
    const end = this.#classEnd();
    const body = this.#pattern.slice(this.#at, end);
    this.#at = end + 1;
    if (body.startsWith("^")) return ["a", "0", "-", " ", "Z", "~"].find((it) => matchesClass(body, it)) ?? "";
    return (
      ["a", "A", "0", "1", "-", "_", " "].find((it) => matchesClass(body, it)) ?? body.replace(/^\\/u, "").charAt(0)
    );
  }

  #classEnd(): number {
    let end = this.#at;
    while (end < this.#pattern.length && this.#pattern.charAt(end) !== "]")
      end += this.#pattern.charAt(end) === "\\" ? 2 : 1;
    return end;
  }

  #group(): string {
    const isLookaround = /^\?(?:[=!]|<[=!])/u.test(this.#pattern.slice(this.#at));
    const [prefix = ""] = /^\?(?::|<?[=!]|<[^>]+>)/u.exec(this.#pattern.slice(this.#at)) ?? [];
    this.#at += prefix.length;
    const inner = this.alternatives();
    this.#take(")");
    return isLookaround ? "" : inner;
  }

  #repeated(atom: string): string {
    const [quantifier = "", least] = /^(?:\{(\d+)(?:,\d*)?\}|[*+?])\??/u.exec(this.#pattern.slice(this.#at)) ?? [];
    if (quantifier === "") return atom;
    this.#at += quantifier.length;
    if (least !== undefined) return atom.repeat(Number(least) + (quantifier.includes(",") ? this.#extra : 0));
    if (quantifier.startsWith("?")) return this.#extra > 1 ? atom : "";
    return atom.repeat((quantifier.startsWith("+") ? 1 : 0) + this.#extra);
  }

  get #next(): string {
    return this.#pattern.charAt(this.#at);
  }

  #take(character: string): boolean {
    if (this.#next !== character) return false;
    this.#at += 1;
    return true;
  }
}

function matchesClass(body: string, character: string): boolean {
  try {
    return new RegExp(`[${body}]`, "u").test(character);
  } catch {
    return false;
  }
}
