import { isRecord } from "@langchain-aws/core";
import {
  NeptuneError,
  NeptuneMalformedQueryError,
  NeptuneMemoryLimitError,
  NeptuneQueryTimeoutError,
  NeptuneStatisticsUnavailableError,
  NeptuneUnsupportedOperationError,
} from "../errors.ts";
import type { NeptuneCallOptions, NeptuneLogger } from "../options.ts";
import { isQuotable } from "../request/quote-cypher-identifier.ts";
import { isWanted, type SchemaSettings } from "../resolve-options.ts";
import { inParallel } from "./in-parallel.ts";
import { describeProperties } from "./property-descriptions.ts";
import * as queries from "./queries.ts";
import { readStoredSchema } from "./stored-schema.ts";
import {
  byCodeUnit,
  byEnds,
  type NeptuneStructuredSchema,
  type SchemaCounts,
  type SchemaRelationship,
} from "./structured-schema.ts";
import { countsIn, type GraphSummary, namesIn, warnAboutAge } from "./summary.ts";
import { noteValues, type SeenTypes, toProperties } from "./value-types.ts";

/** What a schema is read through. */
export interface SchemaReader {
  query(query: string, options: NeptuneCallOptions): Promise<readonly Readonly<Record<string, unknown>>[]>;
  summary(options: NeptuneCallOptions): Promise<GraphSummary>;
  /** Whether an empty answer of `pg_schema` means an empty graph; else that nobody has computed the schema. */
  readonly isSchemaCurrent: boolean;
}

/** What an instance has learnt about its graph. */
export interface LearntSource {
  /** The engine has no `pg_schema`. */
  hasNoStoredSchema: boolean;
}

type Loaded = Omit<NeptuneStructuredSchema, "computedAt">;

/** Loads the schema of a property graph from the source that the settings name, or from the first that has it. */
export class PropertySchemaLoader {
  readonly #reader: SchemaReader;
  readonly #settings: SchemaSettings;
  readonly #logger: NeptuneLogger;
  readonly #learnt: LearntSource = { hasNoStoredSchema: false };

  constructor(reader: SchemaReader, settings: SchemaSettings, logger: NeptuneLogger) {
    this.#reader = reader;
    this.#settings = settings;
    this.#logger = logger;
  }

  /** @throws NeptuneError of the source that was asked last */
  async load(options: NeptuneCallOptions): Promise<NeptuneStructuredSchema> {
    const loaded = await this.#load(options);
    const computedAt = new Date().toISOString();
    return describeProperties({ ...loaded, computedAt }, this.#settings.descriptions, this.#logger);
  }

  async #load(options: NeptuneCallOptions): Promise<Loaded> {
    const { source, allowScan } = this.#settings;
    if (source === "none") throw new NeptuneError('The schema comes from setSchema(): `schemaSource` is "none".');
    if (source === "scan") return this.#scan(options);
    const stored = source === "summary" ? undefined : await this.#stored(options, source === "auto");
    if (stored !== undefined) return stored;
    if (source === "pg_schema") {
      throw new NeptuneError(
        "neptune.graph.pg_schema() gave no schema: nobody has computed it. Call computeSchema(), or pass another `schemaSource`.",
        { code: "SCHEMA_NOT_COMPUTED" },
      );
    }
    try {
      return await this.#summarized(options);
    } catch (error) {
      const isUnavailable = error instanceof Error && NeptuneStatisticsUnavailableError.isInstance(error);
      if (!isUnavailable || source !== "auto" || !allowScan) throw error;
      return this.#scan(options);
    }
  }

  /** @param isOptional whether another source follows, so that an engine without the procedure is no failure */
  async #stored(options: NeptuneCallOptions, isOptional: boolean): Promise<Loaded | undefined> {
    if (isOptional && this.#learnt.hasNoStoredSchema) return undefined;
    try {
      const [row] = await this.#reader.query(queries.storedSchema, options);
      const { types, tripleLimit } = this.#settings;
      return readStoredSchema(row?.["schema"], { types, tripleLimit, isEmptyKnown: this.#reader.isSchemaCurrent });
    } catch (error) {
      if (!isOptional || !isUnknownProcedure(error)) throw error;
      this.#learnt.hasNoStoredSchema = true;
      return undefined;
    }
  }

  async #summarized(options: NeptuneCallOptions): Promise<Loaded> {
    const summary = await this.#reader.summary(options);
    warnAboutAge(summary, this.#logger);
    const { nodeLabels, edgeLabels, numNodes, numEdges, nodeProperties, edgeProperties, statisticsAt } = summary;
    const counts: SchemaCounts = {
      ...(numNodes !== undefined && { nodes: numNodes }),
      ...(numEdges !== undefined && { relationships: numEdges }),
      nodeProperties: countsIn(nodeProperties),
      relationshipProperties: countsIn(edgeProperties),
    };
    return {
      source: "summary",
      ...(statisticsAt !== undefined && { statisticsAt }),
      ...(await this.#sample(namesIn(nodeLabels), namesIn(edgeLabels), options)),
      counts,
    };
  }

  async #scan(options: NeptuneCallOptions): Promise<Loaded> {
    const [labels, types] = await Promise.all([
      this.#reader.query(queries.scanLabels, options),
      this.#reader.query(queries.scanTypes, options),
    ]);
    const names = (rows: readonly Readonly<Record<string, unknown>>[]): string[] =>
      rows.flatMap(({ l }) => (Array.isArray(l) ? namesIn(l) : namesIn([l])));
    return { source: "scan", ...(await this.#sample(names(labels), names(types), options)) };
  }

  async #sample(
    labels: readonly string[],
    types: readonly string[],
    options: NeptuneCallOptions,
  ): Promise<Pick<Loaded, "nodeProps" | "relProps" | "relationships">> {
    const wantedLabels = this.#wanted(labels);
    const samples = new Samples([...wantedLabels], [...this.#wanted(types)], this.#settings);
    const batches = [
      ...chunked(samples.labels, this.#settings.batchSize).map((names) => ({ kind: "nodes", names }) as const),
      ...chunked(samples.types, this.#settings.batchSize).map((names) => ({ kind: "relationships", names }) as const),
    ];
    await inParallel(batches, this.#settings.concurrency, async ({ kind, names }) =>
      kind === "nodes"
        ? this.#sampleNodes(names, samples, options)
        : this.#sampleRelationships(names, samples, options),
    );
    return samples.toSchema(this.#settings);
  }

  async #sampleNodes(labels: readonly string[], samples: Samples, options: NeptuneCallOptions): Promise<void> {
    await this.#halving(labels, async (names) => {
      samples.noteNodes(await this.#reader.query(queries.sampleNodes(names, this.#settings), options));
    });
  }

  async #sampleRelationships(types: readonly string[], samples: Samples, options: NeptuneCallOptions): Promise<void> {
    const ask =
      (write: typeof queries.sampleRelationships) =>
      async (names: readonly string[]): Promise<void> => {
        samples.noteRelationships(await this.#reader.query(write(names, this.#settings), options));
      };
    await this.#halving(types, ask(queries.sampleRelationships), async ([type = ""]) => {
      // One of the two halves may still be cheap enough.
      await this.#halving([type], ask(queries.sampleRelationshipProperties));
      await this.#halving([type], ask(queries.sampleRelationshipEnds));
    });
  }

  /** Asks for many; when that is too much at a time, for half as many, down to one, which is then given up. */
  async #halving(
    names: readonly string[],
    ask: (names: readonly string[]) => Promise<void>,
    askLess?: (names: readonly string[]) => Promise<void>,
  ): Promise<void> {
    try {
      await ask(names);
    } catch (error) {
      if (!isTooMuch(error)) throw error;
      if (names.length > 1) {
        const middle = Math.ceil(names.length / 2);
        await this.#halving(names.slice(0, middle), ask, askLess);
        await this.#halving(names.slice(middle), ask, askLess);
      } else if (askLess === undefined) {
        this.#logger.warn(
          `The schema lacks what belongs to "${names[0] ?? ""}": the query for it failed (${error.name}).`,
        );
      } else await askLess(names);
    }
  }

  #wanted(names: readonly string[]): ReadonlySet<string> {
    const wanted = names.filter((name) => isWanted(name, this.#settings.types)).toSorted(byCodeUnit);
    for (const name of wanted) {
      if (!isQuotable(name))
        this.#logger.warn("A label or type with control characters, or without a name, is left out.");
    }
    return new Set(wanted.filter(isQuotable));
  }
}

/** What was seen in the samples. */
class Samples {
  readonly labels: readonly string[];
  readonly types: readonly string[];
  readonly #nodes: ReadonlyMap<string, SeenTypes>;
  readonly #relationships: ReadonlyMap<string, SeenTypes>;
  readonly #triples = new Map<string, Map<string, SchemaRelationship>>();
  readonly #settings: SchemaSettings;

  constructor(labels: readonly string[], types: readonly string[], settings: SchemaSettings) {
    this.labels = labels;
    this.types = types;
    this.#settings = settings;
    this.#nodes = new Map(labels.map((label) => [label, new Map()]));
    this.#relationships = new Map(types.map((type) => [type, new Map()]));
  }

  noteNodes(rows: readonly Readonly<Record<string, unknown>>[]): void {
    for (const { k, props } of rows) this.#note(this.#nodes, k, props);
  }

  noteRelationships(rows: readonly Readonly<Record<string, unknown>>[]): void {
    for (const { k, props, f, t } of rows) {
      this.#note(this.#relationships, k, props);
      if (typeof k === "string" && Array.isArray(f) && Array.isArray(t)) this.#noteTriples(k, namesIn(f), namesIn(t));
    }
  }

  toSchema({ tripleLimit }: SchemaSettings): Pick<Loaded, "nodeProps" | "relProps" | "relationships"> {
    const table = (seen: ReadonlyMap<string, SeenTypes>): Loaded["nodeProps"] =>
      Object.fromEntries([...seen].map(([name, types]) => [name, toProperties(types)]));
    return {
      nodeProps: table(this.#nodes),
      relProps: table(this.#relationships),
      // Sorted before the cut, so that the order of the rows does not decide what is kept.
      relationships: [...this.#triples.values()]
        .flatMap((triples) => [...triples.values()].toSorted(byEnds).slice(0, tripleLimit))
        .toSorted(byEnds),
    };
  }

  #note(table: ReadonlyMap<string, SeenTypes>, name: unknown, properties: unknown): void {
    const seen = typeof name === "string" ? table.get(name) : undefined;
    if (seen !== undefined && isRecord(properties)) noteValues(seen, properties);
  }

  #noteTriples(type: string, starts: readonly string[], ends: readonly string[]): void {
    const triples = this.#triples.get(type) ?? new Map<string, SchemaRelationship>();
    this.#triples.set(type, triples);
    for (const start of starts.filter((label) => isWanted(label, this.#settings.types))) {
      for (const end of ends.filter((label) => isWanted(label, this.#settings.types))) {
        triples.set(JSON.stringify([start, end]), { start, type, end });
      }
    }
  }
}

function chunked<Item>(items: readonly Item[], size: number): Item[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

const isTooMuch = (error: unknown): error is NeptuneError =>
  error instanceof Error &&
  (NeptuneQueryTimeoutError.isInstance(error) ||
    NeptuneMemoryLimitError.isInstance(error) ||
    // One name that the engine cannot read must not cost all the others.
    NeptuneMalformedQueryError.isInstance(error));

const isUnknownProcedure = (error: unknown): boolean =>
  error instanceof Error &&
  (NeptuneMalformedQueryError.isInstance(error) || NeptuneUnsupportedOperationError.isInstance(error));
