import corpus from "../guard/corpus.json" with { type: "json" };

/** A query, and what the guard must say to it. */
export interface CorpusQuery {
  readonly group: string;
  readonly verdict: string;
  readonly query: string;
}

/** The queries of one language. */
export function corpusOf(language: "openCypher" | "SPARQL"): CorpusQuery[] {
  const found = corpus.languages.find((one) => one.language === language);
  return (found?.groups ?? []).flatMap(({ name, verdict, queries }) =>
    queries.map((query) => ({ group: name, verdict, query })),
  );
}
