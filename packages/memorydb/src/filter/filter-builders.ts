import { MemoryDBFilterError } from "../errors.ts";
import { combine, InMemoryDBFilterExpression } from "./filter-expression.ts";
import type { Bound, FilterNode } from "./filter-node.ts";

/** What becomes of a value that is missing. */
export interface WhenEmpty {
  /**
   * `"all"`: a condition without a value is none. Alone it finds everything, and in `and` and `or` the others decide.
   * Never for a tenant: an id that is missing would open all.
   *
   * @defaultValue it is an error
   */
  whenEmpty?: "all";
}

type Maybe<Value> = Value | null | undefined;

/** Conditions on a tag field: whole values. */
export class InMemoryDBTag {
  readonly #field: string;

  constructor(field: string) {
    this.#field = field;
  }

  /** One of the document's tags is this value, or one of these. */
  eq(value: Maybe<string | readonly string[]>, options: WhenEmpty = {}): InMemoryDBFilterExpression {
    return this.#values(value, options, (node) => node);
  }

  /** Same as {@link InMemoryDBTag.eq}. */
  in(values: Maybe<readonly string[]>, options: WhenEmpty = {}): InMemoryDBFilterExpression {
    return this.eq(values, options);
  }

  /** None of the document's tags is this value, or one of these. A document without the field is found. */
  ne(value: Maybe<string | readonly string[]>, options: WhenEmpty = {}): InMemoryDBFilterExpression {
    return this.#values(value, options, (member) => ({ kind: "not", member }));
  }

  /** Same as {@link InMemoryDBTag.ne}. */
  nin(values: Maybe<readonly string[]>, options: WhenEmpty = {}): InMemoryDBFilterExpression {
    return this.ne(values, options);
  }

  /** One of the document's tags begins so. Two characters at least: servers ignore or refuse shorter ones. */
  startsWith(prefix: Maybe<string>, options: WhenEmpty = {}): InMemoryDBFilterExpression {
    if (isMissing(prefix)) return missing(this.#field, options);
    checkString(this.#field, prefix);
    if (prefix.length < 2)
      throw new MemoryDBFilterError(
        `The prefix of the tag filter on ${this.#field} must have two characters at least.`,
      );
    return new InMemoryDBFilterExpression({ kind: "tag", field: this.#field, values: [prefix], isPrefix: true });
  }

  #values(
    value: Maybe<string | readonly string[]>,
    options: WhenEmpty,
    finish: (node: FilterNode) => FilterNode,
  ): InMemoryDBFilterExpression {
    if (isMissing(value)) return missing(this.#field, options);
    const values = typeof value === "string" ? [value] : value;
    if (!Array.isArray(values))
      throw new MemoryDBFilterError(`The tag filter on ${this.#field} takes a text or a list of texts.`);
    for (const one of values) {
      if (isMissing(one))
        throw new MemoryDBFilterError(`The tag filter on ${this.#field} has a value that is missing or empty.`);
      checkString(this.#field, one);
    }
    return new InMemoryDBFilterExpression(finish({ kind: "tag", field: this.#field, values, isPrefix: false }));
  }
}

/** Conditions on a numeric field. */
export class InMemoryDBNum {
  readonly #field: string;

  constructor(field: string) {
    this.#field = field;
  }

  eq(value: Maybe<number>, options: WhenEmpty = {}): InMemoryDBFilterExpression {
    return this.#range(value, options, (bound) => [bound, bound]);
  }

  /** A document without the field is found. */
  ne(value: Maybe<number>, options: WhenEmpty = {}): InMemoryDBFilterExpression {
    return isMissing(value) ? missing(this.#field, options) : this.eq(value).not();
  }

  gt(value: Maybe<number>, options: WhenEmpty = {}): InMemoryDBFilterExpression {
    return this.#range(value, options, (bound) => [exclusive(bound), highest]);
  }

  gte(value: Maybe<number>, options: WhenEmpty = {}): InMemoryDBFilterExpression {
    return this.#range(value, options, (bound) => [bound, highest]);
  }

  lt(value: Maybe<number>, options: WhenEmpty = {}): InMemoryDBFilterExpression {
    return this.#range(value, options, (bound) => [lowest, exclusive(bound)]);
  }

  lte(value: Maybe<number>, options: WhenEmpty = {}): InMemoryDBFilterExpression {
    return this.#range(value, options, (bound) => [lowest, bound]);
  }

  /** Both ends are part of it, unless `exclusive`. A range that holds nothing finds nothing, and nothing is sent. */
  between(
    from: Maybe<number>,
    to: Maybe<number>,
    options: WhenEmpty & { exclusive?: boolean } = {},
  ): InMemoryDBFilterExpression {
    if (isMissing(from) || isMissing(to)) return missing(this.#field, options);
    const [low, high] = [this.#bound(from), this.#bound(to)];
    const ends: [Bound, Bound] = options.exclusive === true ? [exclusive(low), exclusive(high)] : [low, high];
    return this.#node(ends);
  }

  #range(value: Maybe<number>, options: WhenEmpty, ends: (bound: Bound) => [Bound, Bound]): InMemoryDBFilterExpression {
    return isMissing(value) ? missing(this.#field, options) : this.#node(ends(this.#bound(value)));
  }

  #node([low, high]: [Bound, Bound]): InMemoryDBFilterExpression {
    return new InMemoryDBFilterExpression({ kind: "range", field: this.#field, low, high });
  }

  #bound(value: number): Bound {
    if (typeof value === "number" && Number.isFinite(value)) return { value, isExclusive: false };
    throw new MemoryDBFilterError(`The numeric filter on ${this.#field} takes a finite number.`);
  }
}

/** Conditions on a text field. valkey-search before 1.2 has none, and MemoryDB describes them as opaque. */
export class InMemoryDBText {
  readonly #field: string;

  constructor(field: string) {
    this.#field = field;
  }

  /** The text holds these words, one behind the other. */
  eq(phrase: Maybe<string>, options: WhenEmpty = {}): InMemoryDBFilterExpression {
    return this.#text(phrase, options, "phrase");
  }

  /** It does not. A document without the field is found. */
  ne(phrase: Maybe<string>, options: WhenEmpty = {}): InMemoryDBFilterExpression {
    return isMissing(phrase) ? missing(this.#field, options) : this.eq(phrase).not();
  }

  /** The text holds words like these: `war*` begins so, `%war%` is one letter off, `war|peace` is either. */
  like(pattern: Maybe<string>, options: WhenEmpty = {}): InMemoryDBFilterExpression {
    return this.#text(pattern, options, "pattern");
  }

  #text(text: Maybe<string>, options: WhenEmpty, how: "phrase" | "pattern"): InMemoryDBFilterExpression {
    if (isMissing(text)) return missing(this.#field, options);
    checkString(this.#field, text);
    return new InMemoryDBFilterExpression({ kind: "text", field: this.#field, text, how });
  }
}

/** Builds conditions: `InMemoryDBFilter.tag("genre").eq("war").and(InMemoryDBFilter.num("year").gte(1980))`. */
export const InMemoryDBFilter = {
  tag: (field: string): InMemoryDBTag => new InMemoryDBTag(field),
  num: (field: string): InMemoryDBNum => new InMemoryDBNum(field),
  text: (field: string): InMemoryDBText => new InMemoryDBText(field),
  /** All must hold. Without any, everything does. */
  and: (...members: readonly InMemoryDBFilterExpression[]): InMemoryDBFilterExpression => combine("and", members),
  /** One must hold. Without any, nothing does. */
  or: (...members: readonly InMemoryDBFilterExpression[]): InMemoryDBFilterExpression => combine("or", members),
  not: (member: InMemoryDBFilterExpression): InMemoryDBFilterExpression => member.not(),
  /** Everything. */
  all: (): InMemoryDBFilterExpression => new InMemoryDBFilterExpression({ kind: "all" }),
  /** A query text of the caller's, sent as it is: never with anything of a user's in it. */
  raw: (text: string): InMemoryDBFilterExpression => {
    if (typeof text !== "string" || text.trim() === "") throw new MemoryDBFilterError("`raw` takes a query text.");
    return new InMemoryDBFilterExpression({ kind: "raw", text });
  },
} as const;

const lowest: Bound = { value: -Infinity, isExclusive: false };
const highest: Bound = { value: Infinity, isExclusive: false };

function exclusive({ value }: Bound): Bound {
  return { value, isExclusive: true };
}

function isMissing(value: unknown): value is null | undefined {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

function missing(field: string, { whenEmpty }: WhenEmpty): InMemoryDBFilterExpression {
  if (whenEmpty === "all") return new InMemoryDBFilterExpression({ kind: "absent" });
  throw new MemoryDBFilterError(
    `The filter on ${field} has no value. An absent value must not mean "everything"; where it may, say { whenEmpty: "all" }.`,
  );
}

function checkString(field: string, value: unknown): asserts value is string {
  if (typeof value !== "string") throw new MemoryDBFilterError(`The filter on ${field} takes a text.`);
}
