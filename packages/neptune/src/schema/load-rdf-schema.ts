import type { SparqlBinding } from "../clients/sparql-client.ts";
import { NeptuneConfigError, NeptuneStatisticsUnavailableError } from "../errors.ts";
import type { NeptuneCallOptions, NeptuneLogger } from "../options.ts";
import type { RdfSchemaSettings } from "../resolve-options.ts";
import { buildRdfSchema, type RdfSchemaElements, type RdfSchemaParts } from "./rdf-schema.ts";
import { wellKnownPrefixes } from "./rdf-names.ts";
import { type GraphSummary, namesIn, warnAboutAge } from "./summary.ts";

/** What a schema is read through. */
export interface RdfReader {
  select(query: string, options: NeptuneCallOptions): Promise<readonly SparqlBinding[]>;
  summary(options: NeptuneCallOptions): Promise<GraphSummary>;
  readonly logger: NeptuneLogger;
}

/** IRIs asked about in one request. */
const batchSize = 100;
/** The longest description, in characters. */
const longestDescription = 200;

const prefixes = ["rdf", "rdfs", "owl"].map((name) => `PREFIX ${name}: <${wellKnownPrefixes[name]}>`).join(" ");

/** Neptune declares these prefixes itself, other engines do not: queries bring their own. */
const individualsOf = (type: string): string =>
  `${prefixes} SELECT DISTINCT ?e WHERE { ?e rdf:type owl:${type} FILTER(isIRI(?e)) }`;
const scanClasses = (limit: number): string =>
  `${prefixes} SELECT DISTINCT ?e WHERE { ?s rdf:type ?e FILTER(isIRI(?e)) } LIMIT ${limit}`;
const scanPredicates = (limit: number): string => `SELECT DISTINCT ?e WHERE { ?s ?e ?o } LIMIT ${limit}`;
const annotations = (iris: readonly string[]): string =>
  `${prefixes} SELECT ?e ?label ?comment WHERE { VALUES ?e { ${iris.map(quoteIri).join(" ")} } ` +
  "OPTIONAL { ?e rdfs:label ?label } OPTIONAL { ?e rdfs:comment ?comment } }";

/**
 * An IRI as it can stand in a query.
 *
 * @throws NeptuneConfigError for one that would end itself
 */
export function quoteIri(iri: string): string {
  if (isQuotableIri(iri)) return `<${iri}>`;
  throw new NeptuneConfigError("An IRI must not have white space, quotation marks, brackets or backslashes.", {
    code: "CONFIG_INVALID_IRI",
  });
}

// oxlint-disable-next-line no-control-regex -- what an IRI may not have
const isQuotableIri = (iri: string): boolean => iri !== "" && !/[<>"{}|^`\\\u0000-\u0020]/.test(iri);

/** @throws NeptuneError of the request that failed */
export async function loadRdfSchema(
  reader: RdfReader,
  settings: RdfSchemaSettings,
  options: NeptuneCallOptions,
): Promise<RdfSchemaElements> {
  const [found, dtprops, oprops] = await Promise.all([
    classesAndPredicates(reader, settings, options),
    listOf(reader, individualsOf("DatatypeProperty"), options),
    listOf(reader, individualsOf("ObjectProperty"), options),
  ]);
  const parts: RdfSchemaParts = { ...found, dtprops, oprops };
  const schema = buildRdfSchema(parts, settings);
  if (!settings.includeAnnotations) return schema;
  const { classes, rels, dtprops: data, oprops: objects } = schema;
  const iris = [...new Set([...classes, ...rels, ...data, ...objects].map(({ uri }) => uri))];
  return buildRdfSchema({ ...parts, descriptions: await describe(reader, iris, options) }, settings);
}

async function classesAndPredicates(
  reader: RdfReader,
  settings: RdfSchemaSettings,
  options: NeptuneCallOptions,
): Promise<Pick<RdfSchemaParts, "classes" | "rels">> {
  if (settings.source === "scan") return scan(reader, settings, options);
  try {
    const summary = await reader.summary(options);
    warnAboutAge(summary, reader.logger);
    const { classes, predicates } = summary;
    return { classes: namesIn(classes), rels: (predicates ?? []).flatMap((one) => Object.keys(one)) };
  } catch (error) {
    const isUnavailable = error instanceof Error && NeptuneStatisticsUnavailableError.isInstance(error);
    if (!isUnavailable || settings.source !== "auto" || !settings.allowScan) throw error;
    return scan(reader, settings, options);
  }
}

async function scan(
  reader: RdfReader,
  { maxElements }: RdfSchemaSettings,
  options: NeptuneCallOptions,
): Promise<Pick<RdfSchemaParts, "classes" | "rels">> {
  const [classes, rels] = await Promise.all([
    listOf(reader, scanClasses(maxElements), options),
    listOf(reader, scanPredicates(maxElements), options),
  ]);
  return { classes, rels };
}

async function listOf(reader: RdfReader, query: string, options: NeptuneCallOptions): Promise<string[]> {
  const rows = await reader.select(query, options);
  return rows.flatMap(({ e }) => (e === undefined ? [] : [e.value]));
}

/** Labels and comments by IRI; the first of each, in any language but preferably none or English. */
async function describe(
  reader: RdfReader,
  iris: readonly string[],
  options: NeptuneCallOptions,
): Promise<ReadonlyMap<string, string>> {
  const quotable = iris.filter(isQuotableIri);
  const described = new Map<string, { label?: string; comment?: string }>();
  for (let start = 0; start < quotable.length; start += batchSize) {
    const rows = await reader.select(annotations(quotable.slice(start, start + batchSize)), options);
    for (const { e, label, comment } of rows.toSorted(byLanguage)) {
      if (e === undefined) continue;
      const known = described.get(e.value) ?? {};
      described.set(e.value, {
        ...(label !== undefined && { label: label.value }),
        ...(comment !== undefined && { comment: comment.value }),
        ...known,
      });
    }
  }
  const texts = [...described].map(([iri, { label, comment }]) => [iri, oneLine(label, comment)] as const);
  return new Map(texts.filter(([, text]) => text !== ""));
}

const rank = ({ label, comment }: SparqlBinding): number => {
  const language = (label ?? comment)?.["xml:lang"]?.toLowerCase();
  return language === undefined || language.startsWith("en") ? 0 : 1;
};
const byLanguage = (left: SparqlBinding, right: SparqlBinding): number => rank(left) - rank(right);

const oneLine = (...texts: readonly (string | undefined)[]): string =>
  texts
    .filter((text) => text !== undefined)
    .join(": ")
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, longestDescription);
