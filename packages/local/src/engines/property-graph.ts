/** A failure that is the query's own fault: bad syntax, an unknown name, a value that cannot be. */
export class QueryProblem extends Error {
  override readonly name = "QueryProblem";
  /** `syntax`: the statement cannot be understood; `data`: it can, and failed on a value. */
  readonly kind: "syntax" | "data";

  constructor(kind: "syntax" | "data", message: string) {
    super(message);
    this.kind = kind;
  }
}

/** A row with nodes, relationships and paths in Neptune's `~` form. */
export type PropertyGraphRow = Record<string, unknown>;

/** An openCypher engine. */
export interface PropertyGraphEngine {
  /** @throws QueryProblem */
  run(statement: string, parameters: Readonly<Record<string, unknown>>): Promise<PropertyGraphRow[]>;
  /**
   * The plan of a statement as a text.
   *
   * @param execute whether the statement is run as well
   */
  explain(statement: string, parameters: Readonly<Record<string, unknown>>, execute: boolean): Promise<string>;
  /** Everything that is in it, in the engine's own form, which keeps ids and the kinds of numbers. */
  save(): Uint8Array;
  close(): void;
}
