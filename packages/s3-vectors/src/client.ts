import type {
  DeleteVectorsCommandOutput as WireDeleteOutput,
  GetIndexCommandOutput as WireIndexOutput,
  GetVectorsCommandOutput as WireGetOutput,
  ListVectorsCommandOutput as WireListOutput,
  QueryVectorsCommandInput as WireQueryInput,
  QueryVectorsCommandOutput as WireQueryOutput,
} from "@aws-sdk/client-s3vectors";
import { type AwsCommand, type AwsOptions, ServiceClient } from "@langchain-aws/aws-auth";
import { S3VectorsIndexNotFoundError } from "./errors.ts";
import { hintsFor } from "./error-hints.ts";
import { toOwnError } from "./map-error.ts";
import { describePlace, placeFields } from "./names.ts";
import type { S3VectorsDistanceMetric, S3VectorsIndexInfo } from "./options.ts";
import { replaceBody } from "./replace-body.ts";
import type { StoreSettings } from "./resolve-options.ts";
import type * as Sdk from "./sdk.ts";
import { packageName, packageVersion } from "./version.ts";

/** Which parts of vectors are read. */
export interface ReturnedParts {
  readonly returnData: boolean;
  readonly returnMetadata: boolean;
}

/** A page of ListVectors. */
export interface ListPage extends ReturnedParts {
  readonly maxResults: number;
  readonly segmentCount?: number;
  readonly segmentIndex?: number;
  readonly nextToken?: string;
}

/** The metadata and the vector of ListVectors and GetVectors. */
export type WireRecord = NonNullable<WireGetOutput["vectors"]>[number];

/** The only file that talks to AWS. Errors come out mapped. */
export class VectorsClient extends ServiceClient<typeof Sdk> {
  readonly #settings: StoreSettings;

  constructor(settings: StoreSettings, aws: AwsOptions) {
    const { onFailedAttempt, place } = settings;
    super({
      service: "s3vectors",
      options: aws,
      userAgent: [packageName, packageVersion],
      load: () => import("./sdk.ts"),
      create: ({ S3VectorsClient }, config) => new S3VectorsClient(config),
      arnRegion: place.arnRegion,
      hints: hintsFor,
      onFailedAttempt: onFailedAttempt && ((error: Error) => onFailedAttempt(toOwnError(error, placeFields(place)))),
    });
    this.#settings = settings;
  }

  /** The index, or `undefined` when the service has none of that name. */
  async findIndex(signal?: AbortSignal): Promise<S3VectorsIndexInfo | undefined> {
    try {
      const { index } = await this.#send<WireIndexOutput>(
        "GetIndex",
        ({ GetIndexCommand }) => new GetIndexCommand(this.#settings.place.reference),
        signal,
      );
      return index === undefined ? undefined : toIndexInfo(index);
    } catch (error) {
      if (S3VectorsIndexNotFoundError.isInstance(error)) return undefined;
      throw error;
    }
  }

  /**
   * @returns whether it was created; `false` when it is there
   * @throws S3VectorsIndexNotFoundError when there is no such bucket
   */
  async createIndex(dimension: number, distanceMetric: S3VectorsDistanceMetric): Promise<boolean> {
    const { place, nonFilterableKeys, encryption, tags } = this.#settings;
    try {
      await this.#send(
        "CreateIndex",
        ({ CreateIndexCommand }) =>
          new CreateIndexCommand({
            ...place.bucket,
            indexName: place.indexName,
            dataType: "float32",
            dimension,
            distanceMetric,
            ...(nonFilterableKeys.length > 0 && {
              metadataConfiguration: { nonFilterableMetadataKeys: [...nonFilterableKeys] },
            }),
            ...(encryption !== undefined && { encryptionConfiguration: encryption }),
            ...(tags !== undefined && { tags: { ...tags } }),
          }),
      );
      return true;
    } catch (error) {
      if (isConflict(error)) return false;
      throw S3VectorsIndexNotFoundError.isInstance(error) ? this.#bucketNotFound(error) : error;
    }
  }

  /** Deletes the index; one that is not there is no error. */
  async deleteIndex(): Promise<void> {
    try {
      await this.#send(
        "DeleteIndex",
        ({ DeleteIndexCommand }) => new DeleteIndexCommand(this.#settings.place.reference),
      );
    } catch (error) {
      if (!S3VectorsIndexNotFoundError.isInstance(error)) throw error;
    }
  }

  /** Stores vectors, whose request was written already. */
  async put(body: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
    await this.#send(
      "PutVectors",
      ({ PutVectorsCommand }) => {
        const command = new PutVectorsCommand({ ...this.#settings.place.reference, vectors: [] });
        replaceBody(command, body);
        return command;
      },
      signal,
    );
  }

  async query(
    input: Omit<WireQueryInput, "indexArn" | "indexName" | "vectorBucketName">,
    signal?: AbortSignal,
  ): Promise<WireQueryOutput> {
    const { reference } = this.#settings.place;
    return await this.#send<WireQueryOutput>(
      "QueryVectors",
      ({ QueryVectorsCommand }) => new QueryVectorsCommand({ ...reference, ...input }),
      signal,
    );
  }

  /** In whatever order; ids that are not there are left out. */
  async get(keys: readonly string[], parts: ReturnedParts, signal?: AbortSignal): Promise<WireRecord[]> {
    const { reference } = this.#settings.place;
    const { vectors = [] } = await this.#send<WireGetOutput>(
      "GetVectors",
      ({ GetVectorsCommand }) => new GetVectorsCommand({ ...reference, keys: [...keys], ...parts }),
      signal,
    );
    return vectors;
  }

  async deleteVectors(keys: readonly string[], signal?: AbortSignal): Promise<void> {
    const { reference } = this.#settings.place;
    await this.#send<WireDeleteOutput>(
      "DeleteVectors",
      ({ DeleteVectorsCommand }) => new DeleteVectorsCommand({ ...reference, keys: [...keys] }),
      signal,
    );
  }

  async list(page: ListPage, signal?: AbortSignal): Promise<WireListOutput> {
    const { reference } = this.#settings.place;
    return await this.#send<WireListOutput>(
      "ListVectors",
      ({ ListVectorsCommand }) => new ListVectorsCommand({ ...reference, ...page }),
      signal,
    );
  }

  async #send<Output>(
    operation: string,
    toCommand: (sdk: typeof Sdk) => AwsCommand<Output>,
    signal?: AbortSignal,
  ): Promise<Output> {
    try {
      return await super.send<Output>(operation, toCommand, {
        // One for each request: on a signal that they shared, each would leave its listeners.
        signal: signal === undefined ? undefined : AbortSignal.any([signal]),
      });
    } catch (error) {
      throw toOwnError(error, placeFields(this.#settings.place));
    }
  }

  #bucketNotFound(cause: S3VectorsIndexNotFoundError): S3VectorsIndexNotFoundError {
    const { place } = this.#settings;
    const { bucket } = placeFields(place);
    const { awsCode, httpStatusCode, requestId } = cause;
    return new S3VectorsIndexNotFoundError(
      `The index ${describePlace(place)} cannot be created: the vector bucket ${bucket} does not exist; buckets are never created by this class. Create it (CreateVectorBucket), or check its name and the region.`,
      { ...placeFields(place), operation: "CreateIndex", awsCode, httpStatusCode, requestId, cause: cause.cause },
    );
  }
}

function isConflict(error: unknown): boolean {
  return typeof error === "object" && error !== null && "awsCode" in error && error.awsCode === "ConflictException";
}

function toIndexInfo(index: NonNullable<WireIndexOutput["index"]>): S3VectorsIndexInfo {
  const { creationTime, metadataConfiguration } = index;
  return {
    indexName: index.indexName ?? "",
    indexArn: index.indexArn ?? "",
    vectorBucketName: index.vectorBucketName ?? "",
    dimension: index.dimension ?? 0,
    dataType: index.dataType ?? "float32",
    distanceMetric: index.distanceMetric ?? "cosine",
    nonFilterableMetadataKeys: [...(metadataConfiguration?.nonFilterableMetadataKeys ?? [])],
    ...(creationTime !== undefined && { creationTime }),
  };
}
