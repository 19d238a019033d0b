import { quoteCypherIdentifier } from "../request/quote-cypher-identifier.ts";

/** How much each query looks at. */
export interface SampleLimits {
  readonly sampleSize: number;
  readonly tripleSampleSize: number;
  readonly tripleLimit: number;
}

/** The stored schema of Neptune Database from 1.4.8.0 on, the current one of Neptune Analytics. */
export const storedSchema = "CALL neptune.graph.pg_schema() YIELD schema RETURN schema";

/** Makes Neptune Database compute and store the schema. */
export const computeStoredSchema = "CALL neptune.graph.pg_schema.compute()";

/** Node labels of a part of the graph. */
export const scanLabels = "MATCH (n) WITH n LIMIT 10000 RETURN DISTINCT labels(n) AS l";

/** Relationship types of a part of the graph. */
export const scanTypes = "MATCH ()-[r]->() WITH r LIMIT 10000 RETURN DISTINCT type(r) AS l";

/** Samples of the properties of nodes. */
export const sampleNodes = (labels: readonly string[], { sampleSize }: SampleLimits): string =>
  union(
    labels.map(
      (label) =>
        `MATCH (n:${quoteCypherIdentifier(label)}) RETURN ${JSON.stringify(label)} AS k, properties(n) AS props LIMIT ${sampleSize}`,
    ),
  );

/** Samples of the properties of relationships, and of the labels at their ends, as rows of one form. */
export const sampleRelationships = (types: readonly string[], limits: SampleLimits): string =>
  union([...types.map((type) => propertiesOf(type, limits)), ...types.map((type) => endsOf(type, limits))]);

/** Samples of the properties of relationships alone. */
export const sampleRelationshipProperties = (types: readonly string[], limits: SampleLimits): string =>
  union(types.map((type) => propertiesOf(type, limits)));

/** Samples of the labels at the ends of relationships alone. */
export const sampleRelationshipEnds = (types: readonly string[], limits: SampleLimits): string =>
  union(types.map((type) => endsOf(type, limits)));

const propertiesOf = (type: string, { sampleSize }: SampleLimits): string =>
  `MATCH ()-[r:${quoteCypherIdentifier(type)}]->() RETURN ${JSON.stringify(type)} AS k, properties(r) AS props, ` +
  `null AS f, null AS t LIMIT ${sampleSize}`;

const endsOf = (type: string, { tripleSampleSize, tripleLimit }: SampleLimits): string =>
  `MATCH (s)-[r:${quoteCypherIdentifier(type)}]->(o) WITH labels(s) AS f, labels(o) AS t LIMIT ${tripleSampleSize} ` +
  `RETURN DISTINCT ${JSON.stringify(type)} AS k, null AS props, f, t LIMIT ${tripleLimit}`;

const union = (branches: readonly string[]): string => branches.join(" UNION ALL ");
