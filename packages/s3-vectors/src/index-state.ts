import type { VectorsClient } from "./client.ts";
import { S3VectorsIndexMismatchError, S3VectorsIndexNotFoundError } from "./errors.ts";
import { describePlace, placeFields } from "./names.ts";
import type { S3VectorsDistanceMetric } from "./options.ts";
import type { StoreSettings } from "./resolve-options.ts";

/** What decides whether vectors fit into an index, and what filters can name. */
export interface IndexFacts {
  readonly dimension: number;
  readonly dataType: string;
  readonly distanceMetric: S3VectorsDistanceMetric;
  readonly nonFilterableMetadataKeys: readonly string[];
}

/**
 * What is known of the index. It is looked up at the first write, and created there if need be: once, however many
 * writes there are at the time. A failure is forgotten, so that the next write tries again.
 */
export class IndexState {
  readonly #settings: StoreSettings;
  readonly #client: VectorsClient;
  #looking: Promise<IndexFacts | undefined> | undefined;
  #creating: Promise<IndexFacts> | undefined;
  #known: IndexFacts | undefined;
  /** Whether the service has said that there is none, so that it need not be asked again before creating. */
  #isAbsent = false;
  /** Taken from the service, in place of the option. */
  #adoptedMetric: S3VectorsDistanceMetric | undefined;
  /** What the latest search was answered with. */
  #searchedMetric: S3VectorsDistanceMetric | undefined;

  constructor(settings: StoreSettings, client: VectorsClient) {
    this.#settings = settings;
    this.#client = client;
  }

  /** As the service said, once it was asked. */
  get known(): IndexFacts | undefined {
    return this.#known;
  }

  get distanceMetric(): S3VectorsDistanceMetric {
    return this.#adoptedMetric ?? this.#settings.distanceMetric;
  }

  /** What the distances of searches are: as the service said with them, else as the option does. */
  get searchedMetric(): S3VectorsDistanceMetric {
    return this.#searchedMetric ?? this.distanceMetric;
  }

  /** A search was answered, by an index that may be another one than the options describe. */
  noteSearch(distanceMetric: string | undefined): void {
    if (distanceMetric === "cosine" || distanceMetric === "euclidean") this.#searchedMetric = distanceMetric;
  }

  /** What no filter can name: of the index where it is known, else as it would be created. */
  get nonFilterableKeys(): ReadonlySet<string> {
    return new Set(this.#known?.nonFilterableMetadataKeys ?? this.#settings.nonFilterableKeys);
  }

  /**
   * Asks the service for the index, unless it is known.
   *
   * @returns `undefined` when it is not there and may be created
   * @throws S3VectorsIndexNotFoundError when it is not there and may not
   */
  async look(): Promise<IndexFacts | undefined> {
    if (this.#known !== undefined || this.#isAbsent) return this.#known;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return await this.#looking;
  }

  /**
   * Creates the index, unless it is there, and checks that vectors of that length fit into it.
   *
   * @throws S3VectorsIndexMismatchError, S3VectorsIndexNotFoundError
   */
  async ensure(dimension: number): Promise<void> {
    this.#check((await this.look()) ?? (await this.create(dimension)), dimension);
  }

  /** Creates the index, or reads it when another was faster. */
  async create(dimension: number): Promise<IndexFacts> {
    this.#creating ??= this.#create(dimension).finally(() => {
      this.#creating = undefined;
      this.#isAbsent = false;
    });
    return await this.#creating;
  }

  /** Takes over the metric and the keys of an index, whatever the options say. */
  adopt(facts: IndexFacts): void {
    this.#known = facts;
    this.#adoptedMetric = facts.distanceMetric;
  }

  /** The index was deleted. */
  forget(): void {
    this.#known = undefined;
    this.#isAbsent = false;
  }

  async #look(): Promise<IndexFacts | undefined> {
    const found = await this.#client.findIndex();
    this.#known = found;
    if (found === undefined && !this.#settings.createIndexIfNotExist) throw indexNotFound(this.#settings);
    this.#isAbsent = found === undefined;
    return found;
  }

  async #create(dimension: number): Promise<IndexFacts> {
    const { nonFilterableKeys } = this.#settings;
    const { distanceMetric } = this;
    const isNew = await this.#client.createIndex(dimension, distanceMetric);
    const created = isNew
      ? { dimension, dataType: "float32", distanceMetric, nonFilterableMetadataKeys: nonFilterableKeys }
      : await this.#client.findIndex();
    if (created === undefined) throw indexNotFound(this.#settings);
    this.#known = created;
    return created;
  }

  #check(found: IndexFacts, dimension: number): void {
    const needed = { dimension, distanceMetric: this.distanceMetric, dataType: "float32" };
    const differences = [
      differenceIn("dimension", found, needed),
      differenceIn("distanceMetric", found, needed),
      differenceIn("dataType", found, needed),
    ].flat();
    if (differences.length === 0) return;
    const { place } = this.#settings;
    throw new S3VectorsIndexMismatchError(
      `The index ${describePlace(place)} does not fit: ${differences.join("; ")}. Use the embeddings and the metric that it was made for, or another index.`,
      { ...placeFields(place), operation: "GetIndex" },
    );
  }
}

/** The error for an index that is not there and is not created. */
export function indexNotFound({ place }: Pick<StoreSettings, "place">): S3VectorsIndexNotFoundError {
  return new S3VectorsIndexNotFoundError(
    `There is no index ${describePlace(place)}. Check the names and the region, create it, or let it be created: createIndexIfNotExist.`,
    { ...placeFields(place), operation: "GetIndex" },
  );
}

type Compared = Pick<IndexFacts, "dimension" | "distanceMetric" | "dataType">;

function differenceIn(name: keyof Compared, found: Compared, needed: Compared): string[] {
  return found[name] === needed[name] ? [] : [`its ${name} is ${found[name]}, and ${needed[name]} is needed`];
}
