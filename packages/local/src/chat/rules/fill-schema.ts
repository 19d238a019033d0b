import {
  isEqual,
  isObject,
  type JsonSchema,
  resolveReference,
  toNames,
  toNumber,
  toSchema,
  toSchemaMap,
  toSchemas,
  typesOf,
} from "./json-schema.ts";
import { itemSchemas, matchesSchema, memberSchemas } from "./matches-schema.ts";
import { mergeSchemas } from "./merge-schemas.ts";
import { numberCandidates } from "./number-candidates.ts";
import { textCandidates } from "./text-candidates.ts";
import type { TextHints } from "./text-hints.ts";

type Keywords = Readonly<Record<string, unknown>>;

/** How deep a value may nest; a schema that needs more is recursive without an end. */
const DEEPEST = 12;
/** How many values are tried for one part of a schema before it is given up. */
const MOST_TRIES = 24;

/**
 * A value that satisfies a JSON schema, made of what a text offers.
 *
 * Only required members are filled. `undefined` when no value was found: the schema accepts none, or only ones that
 * cannot be found by trying.
 */
export function fillSchema(schema: JsonSchema, hints: TextHints): unknown {
  return new Filler(schema, hints).fill(schema, 0, []);
}

class Filler {
  readonly #root: JsonSchema;
  readonly #hints: TextHints;

  constructor(root: JsonSchema, hints: TextHints) {
    this.#root = root;
    this.#hints = hints;
  }

  /** The first candidate that is valid and not among `taken`. */
  fill(schema: JsonSchema, depth: number, taken: readonly unknown[]): unknown {
    let tries = 0;
    for (const candidate of this.#candidates(schema, depth)) {
      if (!taken.some((other) => isEqual(other, candidate)) && matchesSchema(candidate, schema, this.#root)) {
        this.#hints.use(candidate);
        return candidate;
      }
      tries += 1;
      if (tries >= MOST_TRIES) return undefined;
    }
    return undefined;
  }

  *#candidates(schema: JsonSchema, depth: number): Generator {
    if (schema === false || depth > DEEPEST) return;
    if (schema === true) {
      yield* textCandidates({}, this.#hints);
      return;
    }
    const { $ref, allOf, anyOf, oneOf, if: condition, then, else: otherwise, ...base } = schema;
    if (typeof $ref === "string") {
      const target = resolveReference($ref, this.#root);
      if (target !== undefined) yield* this.#candidates(mergeSchemas(target, without(schema, "$ref")), depth + 1);
      return;
    }
    if (allOf !== undefined) {
      const parts = toSchemas(allOf).map((part) => this.#dereference(part));
      yield* this.#candidates(parts.reduce(mergeSchemas, without(schema, "allOf")), depth + 1);
      return;
    }
    for (const [keyword, branches] of [
      ["anyOf", anyOf],
      ["oneOf", oneOf],
    ] as const) {
      if (branches === undefined) continue;
      for (const branch of this.#orderBranches(toSchemas(branches), depth)) {
        yield* this.#candidates(mergeSchemas(without(schema, keyword), this.#dereference(branch)), depth + 1);
      }
      return;
    }
    if (condition !== undefined) {
      const whenTrue = mergeSchemas(toSchema(condition) ?? true, toSchema(then) ?? true);
      yield* this.#candidates(mergeSchemas(base, whenTrue), depth + 1);
      yield* this.#candidates(mergeSchemas(base, toSchema(otherwise) ?? true), depth + 1);
      return;
    }
    yield* this.#plainCandidates(schema, depth);
  }

  *#plainCandidates(schema: Keywords, depth: number): Generator {
    if (schema.const !== undefined) {
      yield schema.const;
    } else if (Array.isArray(schema.enum)) {
      yield* this.#byMention(schema.enum);
    } else {
      for (const type of impliedTypes(schema)) yield* this.#typeCandidates(type, schema, depth);
    }
  }

  *#typeCandidates(type: string, schema: Keywords, depth: number): Generator {
    if (type === "string") yield* textCandidates(schema, this.#hints);
    else if (type === "integer" || type === "number") yield* numberCandidates(schema, this.#hints, type === "integer");
    else if (type === "boolean") yield* this.#truthCandidates(schema);
    else if (type === "null") yield null;
    else if (type === "array") yield* this.#listCandidates(schema, depth);
    else if (type === "object") yield* this.#objectCandidates(schema, depth);
  }

  *#truthCandidates(schema: Keywords): Generator {
    if (typeof schema.default === "boolean") yield schema.default;
    yield this.#hints.positionOf("false") === undefined;
    yield this.#hints.positionOf("false") !== undefined;
  }

  *#listCandidates(schema: Keywords, depth: number): Generator {
    if (Array.isArray(schema.default)) yield schema.default;
    const least = toNumber(schema.minItems) ?? 0;
    // One item says more than none; a list that can have none falls back to that.
    for (const size of new Set([Math.max(least, 1), least, least + 1])) {
      const list = this.#fillList(schema, size, depth);
      if (list !== undefined) yield list;
    }
  }

  #fillList(schema: Keywords, size: number, depth: number): unknown[] | undefined {
    const { first, rest } = itemSchemas(schema);
    const contains = toSchema(schema.contains);
    const list: unknown[] = [];
    for (let index = 0; index < size; index += 1) {
      const item = first[index] ?? rest;
      const isWanted = contains !== undefined && index < (toNumber(schema.minContains) ?? 1);
      const inner = isWanted ? mergeSchemas(this.#dereference(item), this.#dereference(contains)) : item;
      const value = this.fill(inner, depth + 1, schema.uniqueItems === true ? list : []);
      if (value === undefined) return undefined;
      list.push(value);
    }
    return list;
  }

  *#objectCandidates(schema: Keywords, depth: number): Generator {
    if (isObject(schema.default)) yield schema.default;
    const names = requiredNames(schema);
    const value = this.#fillMembers(schema, names, depth);
    if (value === undefined) return;
    yield value;
    // Other values of the same members, for lists whose items must differ.
    for (const name of names) {
      const taken = [value[name]];
      for (let tries = 0; tries < 6; tries += 1) {
        const other = this.#fillMember(schema, name, depth, taken);
        if (other === undefined) break;
        taken.push(other);
        yield { ...value, [name]: other };
      }
    }
    for (let count = 1; count <= 4; count += 1) {
      const more = this.#fillMembers(schema, [...names, ...extraNames(schema, count)], depth);
      if (more !== undefined) yield more;
    }
  }

  #fillMembers(schema: Keywords, names: readonly string[], depth: number): Record<string, unknown> | undefined {
    const filled: Record<string, unknown> = {};
    for (const name of names) {
      const value = this.#fillMember(schema, name, depth, []);
      if (value === undefined) return undefined;
      filled[name] = value;
    }
    return filled;
  }

  #fillMember(schema: Keywords, name: string, depth: number, taken: readonly unknown[]): unknown {
    const [single, ...others] = memberSchemas(name, schema);
    const whole = others.reduce<JsonSchema>(
      (merged, other) => mergeSchemas(this.#dereference(merged), this.#dereference(other)),
      single ?? true,
    );
    return this.fill(whole, depth + 1, taken);
  }

  /** Follows a reference so that its target can be merged with what stands beside it. */
  #dereference(schema: JsonSchema): JsonSchema {
    let current = schema;
    for (let steps = 0; steps < DEEPEST; steps += 1) {
      if (typeof current === "boolean" || typeof current.$ref !== "string") return current;
      const target = resolveReference(current.$ref, this.#root);
      if (target === undefined) return false;
      current = mergeSchemas(target, without(current, "$ref"));
    }
    return false;
  }

  /** Values before `null`; deep down, branches that refer back last, so that a recursive value ends. */
  #orderBranches(branches: readonly JsonSchema[], depth: number): JsonSchema[] {
    const weight = (branch: JsonSchema): number => {
      if (typeof branch === "boolean") return 0;
      const isNull = branch.type === "null" ? 1 : 0;
      return depth > 3 && JSON.stringify(branch).includes('"$ref"') ? 2 : isNull;
    };
    return branches.toSorted((left, right) => weight(left) - weight(right));
  }

  /** The options that the text names, in its order and unused ones first, then the others. */
  #byMention(options: readonly unknown[]): unknown[] {
    const place = (option: unknown): number => {
      const isWord = typeof option === "string" || typeof option === "number";
      const position = isWord ? this.#hints.positionOf(String(option)) : undefined;
      if (position === undefined) return Infinity;
      return this.#hints.isUsed(option) ? position + this.#hints.text.length : position;
    };
    return options.toSorted((left, right) => (place(left) === place(right) ? 0 : place(left) - place(right)));
  }
}

function requiredNames(schema: Keywords): string[] {
  const required = new Set(toNames(schema.required));
  const dependents = isObject(schema.dependentRequired) ? schema.dependentRequired : {};
  for (const name of required) for (const needed of toNames(dependents[name])) required.add(needed);
  const missing = (toNumber(schema.minProperties) ?? 0) - required.size;
  return [...required, ...extraNames(schema, Math.max(0, missing))];
}

/** Names of members that an object may have besides the required ones: declared ones first. */
function extraNames(schema: Keywords, count: number): string[] {
  const required = toNames(schema.required);
  const declared = Object.keys(toSchemaMap(schema.properties)).filter((name) => !required.includes(name));
  const invented = Array.from({ length: count }, (_, index) => `key${index + 1}`);
  return [...declared, ...invented].slice(0, count);
}

const keywordTypes: Readonly<Record<string, string>> = {
  properties: "object",
  required: "object",
  additionalProperties: "object",
  patternProperties: "object",
  minProperties: "object",
  maxProperties: "object",
  items: "array",
  prefixItems: "array",
  minItems: "array",
  maxItems: "array",
  contains: "array",
  uniqueItems: "array",
  minimum: "number",
  maximum: "number",
  exclusiveMinimum: "number",
  exclusiveMaximum: "number",
  multipleOf: "number",
};

/** The types that a value may have, `null` last; a schema that names none has the type of its keywords, else text. */
function impliedTypes(schema: Keywords): string[] {
  const stated = typesOf(schema);
  if (stated.length > 0)
    return [...stated.filter((type) => type !== "null"), ...stated.filter((type) => type === "null")];
  const implied = Object.keys(schema).flatMap((keyword) => keywordTypes[keyword] ?? []);
  return [...new Set([...implied, "string", "integer", "boolean", "object", "array", "null"])];
}

function without(schema: Keywords, keyword: string): JsonSchema {
  const { [keyword]: _, ...others } = schema;
  return others;
}
