import { byCodeUnit } from "./structured-schema.ts";
import { localName, namePrefixes, namespaceOf, wellKnownPrefixes } from "./rdf-names.ts";

/** A class or a property. */
export interface RdfSchemaElement {
  uri: string;
  /** The end of the IRI. */
  local: string;
  description?: string;
}

/** The schema of an RDF graph. */
export interface RdfSchemaElements {
  classes: RdfSchemaElement[];
  /** Predicates, whatever they are declared as. */
  rels: RdfSchemaElement[];
  /** Declared as `owl:DatatypeProperty`. */
  dtprops: RdfSchemaElement[];
  /** Declared as `owl:ObjectProperty`. */
  oprops: RdfSchemaElement[];
  /** Prefix names by namespace. */
  distinctPrefixes: Record<string, string>;
}

/** What a schema is put together from. */
export interface RdfSchemaParts {
  readonly classes: readonly string[];
  readonly rels: readonly string[];
  readonly dtprops: readonly string[];
  readonly oprops: readonly string[];
  /** By IRI. */
  readonly descriptions?: ReadonlyMap<string, string>;
}

/** How it is put together. */
export interface RdfSchemaRules {
  readonly excludeMetaClasses: boolean;
  readonly maxElements: number;
  readonly prefixes: Readonly<Record<string, string>>;
}

const metaNamespaces: ReadonlySet<string> = /* @__PURE__ */ new Set(
  ["rdf", "rdfs", "owl"].map((name) => wellKnownPrefixes[name] ?? ""),
);

/** The schema of an RDF graph, in an order that does not depend on the service's. */
export function buildRdfSchema(parts: RdfSchemaParts, rules: RdfSchemaRules): RdfSchemaElements {
  const { descriptions } = parts;
  const elements = (iris: readonly string[]): RdfSchemaElement[] =>
    [...new Set(iris)]
      .toSorted(byCodeUnit)
      .slice(0, rules.maxElements)
      .map((uri) => {
        const description = descriptions?.get(uri);
        return { uri, local: localName(uri), ...(description !== undefined && { description }) };
      });
  const kept = rules.excludeMetaClasses
    ? parts.classes.filter((uri) => !metaNamespaces.has(namespaceOf(uri)))
    : parts.classes;
  const lists = {
    classes: elements(kept),
    rels: elements(parts.rels),
    dtprops: elements(parts.dtprops),
    oprops: elements(parts.oprops),
  };
  const namespaces = Object.values(lists).flatMap((list) => list.map(({ uri }) => namespaceOf(uri)));
  return { ...lists, distinctPrefixes: namePrefixes(namespaces, rules.prefixes) };
}

/** The schema of an RDF graph as a text for a model: the prefixes, and four lists. */
export function formatRdfSchema({ classes, rels, dtprops, oprops, distinctPrefixes }: RdfSchemaElements): string {
  const prefixes = Object.entries(distinctPrefixes)
    .toSorted(([left], [right]) => byCodeUnit(left, right))
    .map(([namespace, name]) => `PREFIX ${name}: <${namespace}>`);
  return [
    ...prefixes,
    section("Node types (classes):", classes),
    section("Relationships (predicates):", rels),
    section("OWL object properties:", oprops),
    section("OWL data properties:", dtprops),
  ].join("\n");
}

function section(caption: string, elements: readonly RdfSchemaElement[]): string {
  const lines = elements.map(({ uri, local, description }) => {
    const remark = description === undefined ? "" : `, ${description}`;
    return `<${uri}> (${local}${remark})`;
  });
  return `${caption}\n${lines.length === 0 ? "(none)" : lines.join("\n")}`;
}
