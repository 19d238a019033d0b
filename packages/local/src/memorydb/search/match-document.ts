import { RespError } from "../resp/reply.ts";
import type { EngineProfile } from "./engine-profiles.ts";
import type { IndexDefinition, IndexField } from "./index-definition.ts";
import { type Bound, type QueryNode, type TagValue, type WordPattern, wordsOf } from "./parse-query.ts";

/** The fields of a document as filters compare them. */
export type IndexedFields = ReadonlyMap<string, IndexedValue>;

/** Tags as they are compared, a number, or the words of a text. */
export type IndexedValue = readonly string[] | number;

/** Says of a document whether it holds what a query asks for. */
export type DocumentTest = (fields: IndexedFields) => boolean;

/** The value of a hash's field as an index keeps it; `undefined` when it cannot be indexed. */
export function indexValue(field: Exclude<IndexField, { kind: "vector" }>, data: Buffer): IndexedValue | undefined {
  const text = data.toString("utf8");
  if (field.kind === "text") return wordsOf(text);
  if (field.kind === "tag") return tagsOf(text, field);
  const value = Number(text);
  return text.trim() === "" || Number.isNaN(value) ? undefined : value;
}

/**
 * Makes a test of a filter.
 *
 * @throws RespError for a field that the index does not have with that kind, where the engine says so
 */
export function compileFilter(node: QueryNode, definition: IndexDefinition, profile: EngineProfile): DocumentTest {
  const compile = (inner: QueryNode): DocumentTest => compileFilter(inner, definition, profile);
  switch (node.kind) {
    case "all":
      return () => true;
    case "and": {
      const tests = node.members.map(compile);
      return (fields) => tests.every((test) => test(fields));
    }
    case "or": {
      const tests = node.members.map(compile);
      return (fields) => tests.some((test) => test(fields));
    }
    case "not": {
      const test = compile(node.member);
      return (fields) => !test(fields);
    }
    case "words":
      return compileWords(node.field, node.words, definition, profile);
    default:
      return compileField(node, definition, profile);
  }
}

function compileField(
  node: Extract<QueryNode, { kind: "tag" | "range" }>,
  definition: IndexDefinition,
  profile: EngineProfile,
): DocumentTest {
  const wanted = node.kind === "tag" ? "tag" : "numeric";
  const field = definition.fields.find(({ name }) => name === node.field);
  if (field?.kind !== wanted) return unknownField(node.field, profile);
  if (node.kind === "range") {
    return (fields) => {
      const value = fields.get(node.field);
      return typeof value === "number" && isAbove(value, node.low) && isBelow(value, node.high);
    };
  }
  const caseSensitive = field.kind === "tag" && field.caseSensitive;
  const values = node.values.map((value) => (caseSensitive ? value : { ...value, text: value.text.toLowerCase() }));
  return (fields) => {
    const tags = fields.get(node.field);
    return Array.isArray(tags) && values.some((value) => tags.some((tag) => isTag(tag, value)));
  };
}

function isTag(tag: string, { text, isPrefix }: TagValue): boolean {
  return isPrefix ? tag.startsWith(text) : tag === text;
}

function compileWords(
  name: string | undefined,
  patterns: readonly WordPattern[],
  definition: IndexDefinition,
  profile: EngineProfile,
): DocumentTest {
  const texts = definition.fields.filter(({ kind }) => kind === "text").map((field) => field.name);
  if (name !== undefined && !texts.includes(name)) return unknownField(name, profile);
  if (texts.length === 0) throw new RespError("The index has no text field to search in");
  const searched = name === undefined ? texts : [name];
  return (fields) =>
    patterns.every((pattern) =>
      searched.some((field) => {
        const words = fields.get(field);
        return Array.isArray(words) && holdsPattern(words, pattern);
      }),
    );
}

function holdsPattern(words: readonly string[], { words: wanted, how }: WordPattern): boolean {
  const [first = ""] = wanted;
  if (how === "prefix") return words.some((word) => word.startsWith(first));
  if (how === "fuzzy") return words.some((word) => isWithinOneEdit(word, first));
  if (wanted.length === 0) return false;
  return words.some((_word, at) => wanted.every((word, offset) => words[at + offset] === word));
}

function isWithinOneEdit(left: string, right: string): boolean {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  return short.slice(short.length === long.length ? at + 1 : at) === long.slice(at + 1);
}

function unknownField(name: string, profile: EngineProfile): DocumentTest {
  if (profile.refusesImpossibleFilters)
    throw new RespError(`Invalid filter expression: \`${name}\` is not indexed as that kind of field`);
  return () => false;
}

function tagsOf(text: string, { separator, caseSensitive }: { separator: string; caseSensitive: boolean }): string[] {
  const tags = text.split(separator).map((tag) => tag.trim());
  return (caseSensitive ? tags : tags.map((tag) => tag.toLowerCase())).filter((tag) => tag !== "");
}

function isAbove(value: number, { value: bound, isExclusive }: Bound): boolean {
  return isExclusive ? value > bound : value >= bound;
}

function isBelow(value: number, { value: bound, isExclusive }: Bound): boolean {
  return isExclusive ? value < bound : value <= bound;
}
