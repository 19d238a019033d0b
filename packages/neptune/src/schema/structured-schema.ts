/** A property of a node label or a relationship type. */
export interface SchemaProperty {
  property: string;
  /** Its types, joined: `INTEGER | STRING`. */
  type: string;
  /** Its types, one by one, when there are several. */
  types?: string[];
  description?: string;
}

/** What a relationship type joins. */
export interface SchemaRelationship {
  start: string;
  type: string;
  end: string;
}

/** How often things occur, as far as it is known. */
export interface SchemaCounts {
  nodes?: number;
  relationships?: number;
  /** By property, over all labels. */
  nodeProperties?: Record<string, number>;
  /** By property, over all types. */
  relationshipProperties?: Record<string, number>;
}

/** The schema of a property graph, with the three members that LangChain.js's other graph classes have. */
export interface NeptuneStructuredSchema {
  /** Where it came from. */
  source: "pg_schema" | "summary" | "scan" | "none";
  /** When it was loaded, as an ISO text. */
  computedAt: string;
  /** When the statistics under it were computed, as an ISO text. */
  statisticsAt?: string;
  /** Properties by node label. */
  nodeProps: Record<string, SchemaProperty[]>;
  /** Properties by relationship type. */
  relProps: Record<string, SchemaProperty[]>;
  relationships: SchemaRelationship[];
  counts?: SchemaCounts;
  /** Whether the text of the schema is abridged. */
  truncated?: boolean;
}

/** Text order by code unit: the same on every machine. */
export const byCodeUnit = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** Relationships by start, type and end. */
export const byEnds = (left: SchemaRelationship, right: SchemaRelationship): number =>
  byCodeUnit(left.start, right.start) || byCodeUnit(left.type, right.type) || byCodeUnit(left.end, right.end);
