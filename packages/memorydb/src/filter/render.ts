import { warnOnce } from "@langchain-aws/core";
import { plainNumber } from "../documents/plain-number.ts";
import { type Engine, engineOf } from "../engine.ts";
import { MemoryDBFilterError, MemoryDBUnsupportedError } from "../errors.ts";
import { fieldKind, type ResolvedSchema, TAG_SEPARATOR } from "../schema/index-schema.ts";
import { escapeTag } from "./escape-tag.ts";
import type { Bound, FilterNode } from "./filter-node.ts";

/** What a filter is written for. */
export interface RenderContext {
  readonly engine: Engine;
  /** Without it, fields are not checked. */
  readonly schema: ResolvedSchema | undefined;
}

/** No search is sent: nothing can match. */
export const nothing: unique symbol = Symbol("nothing");
/** No condition: what is beside it decides. */
const absent: unique symbol = Symbol("absent");

type Rendered = string | typeof nothing | typeof absent;

const maxDepth = 32;
const maxLeaves = 1000;

/**
 * The text of a filter for one engine: `*` when it holds for everything, {@link nothing} when it holds for nothing.
 *
 * @throws MemoryDBFilterError for a field that the schema does not have with that kind, a value that cannot be sent, a
 *   filter that is too deep or too large
 * @throws MemoryDBUnsupportedError for a text filter where texts are not searched
 */
export function renderFilter(node: FilterNode, context: RenderContext): string | typeof nothing {
  checkSize(node);
  const text = render(node, context);
  return text === absent ? "*" : text;
}

/**
 * The text for the engine of a server, which is asked for what it is only when that matters: what is wrong on every engine,
 * and what matches nothing, is known without.
 *
 * @throws as {@link renderFilter}
 */
export async function renderForServer(
  node: FilterNode,
  schema: ResolvedSchema,
  engine: () => Promise<Engine>,
): Promise<string | typeof nothing> {
  // RediSearch takes all that any other takes.
  const isNothing = renderFilter(node, { engine: engineOf("redisearch"), schema }) === nothing;
  return isNothing ? nothing : renderFilter(node, { engine: await engine(), schema });
}

/** The text without an engine and a schema: for eyes, in MemoryDB's way of writing. */
export function describeFilter(node: FilterNode, engine: Engine = engineOf("memorydb")): string {
  const text = renderFilter(node, { engine: { ...engine, searchesText: true }, schema: undefined });
  return text === nothing ? "(-*)" : text;
}

function render(node: FilterNode, context: RenderContext): Rendered {
  switch (node.kind) {
    case "all":
      return "*";
    case "absent":
      return absent;
    case "raw":
      return `(${node.text})`;
    case "and":
    case "or":
      return combine(
        node.kind,
        node.members.map((member) => render(member, context)),
      );
    case "not": {
      const text = render(node.member, context);
      if (text === nothing) return "*";
      return text === "*" || text === absent ? nothing : `(-${text})`;
    }
    case "tag":
      return renderTag(node, context);
    case "range":
      return renderRange(node, context);
    default:
      return renderText(node, context);
  }
}

function combine(kind: "and" | "or", members: readonly Rendered[]): Rendered {
  const parts = members.filter((member) => member !== absent);
  if (members.length > 0 && parts.length === 0) return absent;
  const stops: string | typeof nothing = kind === "and" ? nothing : "*";
  const vanishes: string | typeof nothing = kind === "and" ? "*" : nothing;
  if (parts.includes(stops)) return stops;
  const texts = parts.filter((part): part is string => part !== vanishes && typeof part === "string");
  const [only] = texts;
  if (only === undefined) return vanishes;
  return texts.length === 1 ? only : `(${texts.join(kind === "and" ? " " : " | ")})`;
}

function renderTag(node: Extract<FilterNode, { kind: "tag" }>, { engine, schema }: RenderContext): string {
  checkKind(node.field, "tag", schema);
  const separator = schema?.tag.find(({ name }) => name === node.field)?.separator ?? TAG_SEPARATOR;
  const values = node.values.map((value) => escapeTag(value, node.field, separator, engine, node.isPrefix));
  return `@${node.field}:{${values.map((value) => (node.isPrefix ? `${value}*` : value)).join("|")}}`;
}

function renderRange(node: Extract<FilterNode, { kind: "range" }>, { schema }: RenderContext): string | typeof nothing {
  const { field, low, high } = node;
  checkKind(field, "numeric", schema);
  const isEmpty = low.value > high.value || (low.value === high.value && (low.isExclusive || high.isExclusive));
  return isEmpty ? nothing : `@${field}:[${bound(low)} ${bound(high)}]`;
}

function bound({ value, isExclusive }: Bound): string {
  if (!Number.isFinite(value)) return value > 0 ? "+inf" : "-inf";
  return `${isExclusive ? "(" : ""}${plainNumber(value)}`;
}

function renderText(node: Extract<FilterNode, { kind: "text" }>, { engine, schema }: RenderContext): string {
  const { field, text, how } = node;
  checkKind(field, "text", schema);
  if (!engine.hasText) {
    throw new MemoryDBUnsupportedError(
      `${engine.name} of this version has no text fields: the text filter on ${field} cannot work. Make it a tag field.`,
    );
  }
  if (!engine.searchesText) {
    warnOnce(
      `memorydb/text-filter/${field}`,
      `MemoryDB keeps text fields as opaque data: the text filter on ${field} may find nothing. Make it a tag field.`,
    );
  }
  return how === "phrase"
    ? `@${field}:("${text.replaceAll(/["\\]/g, String.raw`\$&`)}")`
    : `@${field}:(${escapePattern(text)})`;
}

/** `*` at the end of a word, `%…%`, `|` and blanks keep their meaning; everything else is literal. */
function escapePattern(text: string): string {
  const characters = Array.from(text);
  const isWord = (character = ""): boolean => /[\p{L}\p{N}_]/u.test(character);
  return characters
    .map((character, at) => {
      const isPrefixMark = character === "*" && isWord(characters[at - 1]);
      return isWord(character) || isPrefixMark || /[%| ]/.test(character) ? character : `\\${character}`;
    })
    .join("");
}

function checkKind(field: string, kind: "text" | "tag" | "numeric", schema: ResolvedSchema | undefined): void {
  if (schema === undefined) return;
  const found = fieldKind(schema, field);
  if (found === kind) return;
  const what = found === undefined ? "is not declared" : `is declared as ${found}`;
  throw new MemoryDBFilterError(
    `The filter names ${field} as a ${kind} field, but it ${what} in the schema of the index.`,
  );
}

function checkSize(node: FilterNode): void {
  let leaves = 0;
  const visit = (inner: FilterNode, depth: number): void => {
    if (depth > maxDepth) throw new MemoryDBFilterError(`The filter is nested more than ${maxDepth} levels deep.`);
    if (inner.kind === "not") visit(inner.member, depth + 1);
    else if (inner.kind === "and" || inner.kind === "or") for (const member of inner.members) visit(member, depth + 1);
    else leaves += inner.kind === "tag" ? inner.values.length : 1;
    if (leaves > maxLeaves) throw new MemoryDBFilterError(`The filter has more than ${maxLeaves} values.`);
  };
  visit(node, 1);
}
