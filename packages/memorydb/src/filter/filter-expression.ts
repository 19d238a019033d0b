import { type Engine, engineOf } from "../engine.ts";
import { MemoryDBFilterError } from "../errors.ts";
import type { FilterNode } from "./filter-node.ts";
import { describeFilter } from "./render.ts";

const nodes = /* @__PURE__ */ new WeakMap<InMemoryDBFilterExpression, FilterNode>();

/** A condition on metadata. Made by `InMemoryDBFilter`; it does not change. */
export class InMemoryDBFilterExpression {
  constructor(node: FilterNode) {
    nodes.set(this, node);
  }

  /** Both must hold. */
  and(other: InMemoryDBFilterExpression): InMemoryDBFilterExpression {
    return combine("and", [this, other]);
  }

  /** One must hold. */
  or(other: InMemoryDBFilterExpression): InMemoryDBFilterExpression {
    return combine("or", [this, other]);
  }

  /** It must not hold. A document without the field is found, too. */
  not(): InMemoryDBFilterExpression {
    return new InMemoryDBFilterExpression({ kind: "not", member: filterNode(this) });
  }

  /**
   * The text of the query, for eyes and logs. A store writes it for its own engine, and checks the fields.
   *
   * @defaultValue MemoryDB's way of writing
   */
  toString(engine?: Engine["name"]): string {
    return describeFilter(filterNode(this), engine === undefined ? undefined : engineOf(engine));
  }
}

/** Joins expressions. Those that hold for everything vanish in `and`. */
export function combine(
  kind: "and" | "or",
  members: readonly InMemoryDBFilterExpression[],
): InMemoryDBFilterExpression {
  return new InMemoryDBFilterExpression({ kind, members: members.map(filterNode) });
}

/**
 * What an expression says.
 *
 * @throws MemoryDBFilterError for anything else, a plain text above all: user input must not become a query by mistake
 */
export function filterNode(filter: unknown): FilterNode {
  const node = filter instanceof InMemoryDBFilterExpression ? nodes.get(filter) : undefined;
  if (node !== undefined) return node;
  throw new MemoryDBFilterError(
    'A filter is built with InMemoryDBFilter: `InMemoryDBFilter.tag("genre").eq("war")`. A query text of your own goes through `InMemoryDBFilter.raw(text)`.',
  );
}
