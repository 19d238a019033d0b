import { byCodeUnit } from "./structured-schema.ts";

/** Prefixes that everybody knows, by name. */
export const wellKnownPrefixes: Readonly<Record<string, string>> = {
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  owl: "http://www.w3.org/2002/07/owl#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
  skos: "http://www.w3.org/2004/02/skos/core#",
  foaf: "http://xmlns.com/foaf/0.1/",
  dcterms: "http://purl.org/dc/terms/",
  schema: "https://schema.org/",
  prov: "http://www.w3.org/ns/prov#",
};

/** The end of an IRI: what is behind its last `#`, else `/`, else `:`; an IRI without any of them, or with one at its end, is all name. */
export function localName(iri: string): string {
  const separator = ["#", "/", ":"].find((sign) => iri.includes(sign));
  return (separator === undefined ? "" : iri.slice(iri.lastIndexOf(separator) + 1)) || iri;
}

/** What is before the local name; empty for an IRI that is all name. */
export const namespaceOf = (iri: string): string => iri.slice(0, iri.length - localName(iri).length);

/**
 * A prefix name for each namespace: the well-known one, else the caller's, else `ns1`, `ns2` and so on in order.
 *
 * @param own the caller's: name to namespace
 */
export function namePrefixes(
  namespaces: Iterable<string>,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const known = new Map(Object.entries({ ...own, ...wellKnownPrefixes }).map(([name, namespace]) => [namespace, name]));
  const taken = new Set([...Object.keys(wellKnownPrefixes), ...Object.keys(own)]);
  let last = 0;
  const fresh = (): string => {
    do last += 1;
    while (taken.has(`ns${last}`));
    return `ns${last}`;
  };
  const sorted = [...new Set(namespaces)].filter((namespace) => namespace !== "").toSorted(byCodeUnit);
  return Object.fromEntries(sorted.map((namespace) => [namespace, known.get(namespace) ?? fresh()]));
}
