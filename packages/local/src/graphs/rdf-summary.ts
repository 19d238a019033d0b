import type { RdfEngine } from "../engines/oxigraph.ts";
import type { Counts } from "./property-summary.ts";

/** Source: "Sample RDF summary response", Neptune User Guide. */
export interface RdfSummary {
  numDistinctSubjects: number;
  numDistinctPredicates: number;
  numQuads: number;
  numClasses: number;
  classes: string[];
  predicates: Counts;
  subjectStructures?: { count: number; predicates: string[] }[];
}

/** @param detailed whether structures are wanted */
export function summarizeRdf(engine: RdfEngine, detailed: boolean): RdfSummary {
  const all = engine.rows("SELECT ?s ?p WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }");
  const classes = engine
    .rows("SELECT DISTINCT ?c WHERE { ?s a ?c FILTER(isIRI(?c)) } ORDER BY ?c")
    .map(({ c = "" }) => c);
  const bySubject = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  for (const { s = "", p = "" } of all) {
    counts.set(p, (counts.get(p) ?? 0) + 1);
    const predicates = bySubject.get(s) ?? new Set();
    bySubject.set(s, predicates.add(p));
  }
  return {
    numDistinctSubjects: bySubject.size,
    numDistinctPredicates: counts.size,
    numQuads: all.length,
    numClasses: classes.length,
    classes,
    predicates: [...counts]
      .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .map(([iri, count]) => ({ [iri]: count })),
    ...(detailed && { subjectStructures: structuresOf([...bySubject.values()]) }),
  };
}

function structuresOf(subjects: readonly ReadonlySet<string>[]): { count: number; predicates: string[] }[] {
  const groups = new Map<string, { count: number; predicates: string[] }>();
  for (const subject of subjects) {
    const predicates = [...subject].toSorted();
    const key = predicates.join(" ");
    const group = groups.get(key) ?? { count: 0, predicates };
    group.count += 1;
    groups.set(key, group);
  }
  return [...groups.values()].toSorted((a, b) => b.count - a.count);
}
