import type { PropertyGraphEngine } from "../engines/property-graph.ts";

/** Name and how often it occurs, as the summaries list them: `[{ code: 12 }]`. */
export type Counts = Record<string, number>[];

/** Source: "Sample property-graph summary response", Neptune User Guide. */
export interface PropertyGraphSummary {
  numNodes: number;
  numEdges: number;
  numNodeLabels: number;
  numEdgeLabels: number;
  nodeLabels: string[];
  edgeLabels: string[];
  numNodeProperties: number;
  numEdgeProperties: number;
  nodeProperties: Counts;
  edgeProperties: Counts;
  totalNodePropertyValues: number;
  totalEdgePropertyValues: number;
  nodeStructures?: { count: number; nodeProperties: string[]; distinctOutgoingEdgeLabels: string[] }[];
  edgeStructures?: { count: number; edgeProperties: string[] }[];
}

const nodesQuery =
  "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN labels(n) AS labels, properties(n) AS properties, collect(DISTINCT type(r)) AS outgoing";
const edgesQuery =
  "MATCH (a)-[r]->(b) RETURN type(r) AS type, properties(r) AS properties, labels(a) AS source, labels(b) AS target";

/** A node or a relationship, as far as a summary and a schema need it. */
interface Element {
  names: string[];
  properties: Record<string, unknown>;
}
interface NodeElement extends Element {
  outgoing: string[];
}
interface EdgeElement extends Element {
  source: string[];
  target: string[];
}

async function readElements(engine: PropertyGraphEngine): Promise<{ nodes: NodeElement[]; edges: EdgeElement[] }> {
  const nodes = (await engine.run(nodesQuery, {})).map((row) => ({
    names: texts(row["labels"]),
    properties: record(row["properties"]),
    outgoing: texts(row["outgoing"]),
  }));
  const edges = (await engine.run(edgesQuery, {})).map((row) => ({
    names: texts([row["type"]]),
    properties: record(row["properties"]),
    source: texts(row["source"]),
    target: texts(row["target"]),
  }));
  return { nodes, edges };
}

/** @param detailed whether structures are wanted */
export async function summarizeProperties(
  engine: PropertyGraphEngine,
  detailed: boolean,
): Promise<PropertyGraphSummary> {
  const { nodes, edges } = await readElements(engine);
  const [nodeProperties, edgeProperties] = [countProperties(nodes), countProperties(edges)];
  const [nodeLabels, edgeLabels] = [namesOf(nodes), namesOf(edges)];
  return {
    numNodes: nodes.length,
    numEdges: edges.length,
    numNodeLabels: nodeLabels.length,
    numEdgeLabels: edgeLabels.length,
    nodeLabels,
    edgeLabels,
    numNodeProperties: nodeProperties.length,
    numEdgeProperties: edgeProperties.length,
    nodeProperties,
    edgeProperties,
    totalNodePropertyValues: total(nodeProperties),
    totalEdgePropertyValues: total(edgeProperties),
    ...(detailed && {
      nodeStructures: grouped(nodes, ({ properties, outgoing }) => ({
        nodeProperties: Object.keys(properties).toSorted(),
        distinctOutgoingEdgeLabels: outgoing.toSorted(),
      })),
      edgeStructures: grouped(edges, ({ properties }) => ({ edgeProperties: Object.keys(properties).toSorted() })),
    }),
  };
}

/** What `neptune.graph.pg_schema` gives. Source: "neptune.graph.pg_schema", Neptune Analytics User Guide. */
export interface PropertyGraphSchema {
  nodeLabels: string[];
  edgeLabels: string[];
  nodeLabelDetails: Record<string, LabelDetails>;
  edgeLabelDetails: Record<string, LabelDetails>;
  labelTriples: { "~from": string; "~type": string; "~to": string }[];
}
interface LabelDetails {
  properties: Record<string, { datatypes: string[] }>;
}

/** Labels, types, the types of their properties, and which labels each type joins. */
export async function computeSchema(engine: PropertyGraphEngine): Promise<PropertyGraphSchema> {
  const { nodes, edges } = await readElements(engine);
  const triples = new Set<string>();
  for (const { names, source, target } of edges) {
    for (const from of source) for (const to of target) triples.add(JSON.stringify([from, names[0], to]));
  }
  return {
    nodeLabels: namesOf(nodes),
    edgeLabels: namesOf(edges),
    nodeLabelDetails: detailsOf(nodes),
    edgeLabelDetails: detailsOf(edges),
    labelTriples: [...triples].toSorted().map((text) => {
      const [from, type, to]: [string, string, string] = JSON.parse(text);
      return { "~from": from, "~type": type, "~to": to };
    }),
  };
}

function detailsOf(elements: readonly Element[]): Record<string, LabelDetails> {
  const details: Record<string, LabelDetails> = {};
  for (const { names, properties } of elements) {
    for (const name of names) {
      const known = (details[name] ??= { properties: {} }).properties;
      for (const [property, value] of Object.entries(properties)) {
        const types = (known[property] ??= { datatypes: [] }).datatypes;
        const type = typeOf(value);
        if (!types.includes(type)) types.push(type);
      }
    }
  }
  return details;
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return "LIST";
  if (typeof value === "number") return Number.isInteger(value) ? "INTEGER" : "DOUBLE";
  if (typeof value === "string") return "STRING";
  return typeof value === "boolean" ? "BOOLEAN" : "MAP";
}

function namesOf(elements: readonly Element[]): string[] {
  return [...new Set(elements.flatMap(({ names }) => names))].toSorted();
}

function countProperties(elements: readonly Element[]): Counts {
  const counts = new Map<string, number>();
  for (const { properties } of elements) {
    for (const name of Object.keys(properties)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([name, count]) => ({ [name]: count }));
}

function total(counts: Counts): number {
  return counts.flatMap((one) => Object.values(one)).reduce((sum, count) => sum + count, 0);
}

/** How many elements have each structure, most frequent first. */
function grouped<One extends Element, Structure extends object>(
  elements: readonly One[],
  structureOf: (element: One) => Structure,
): ({ count: number } & Structure)[] {
  const groups = new Map<string, { count: number } & Structure>();
  for (const element of elements) {
    const structure = structureOf(element);
    const key = JSON.stringify(structure);
    const group = groups.get(key) ?? { count: 0, ...structure };
    group.count += 1;
    groups.set(key, group);
  }
  return [...groups.values()].toSorted((a, b) => b.count - a.count);
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
