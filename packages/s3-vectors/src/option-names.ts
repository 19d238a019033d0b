import { optionSpellings, readOptions as readSpelled } from "@langchain-aws/core";
import { S3VectorsConfigError } from "./errors.ts";

/** Each option of the store under its first name, and its other names; Python's follow from all of them. */
const storeOptions = {
  vectorBucketName: [],
  vectorBucketArn: [],
  indexName: [],
  indexArn: [],
  dataType: [],
  distanceMetric: [],
  nonFilterableMetadataKeys: [],
  pageContentMetadataKey: [],
  pageContentFilterable: [],
  createIndexIfNotExist: [],
  encryption: [],
  tags: [],
  relevanceScoreFn: [],
  queryEmbeddings: ["queryEmbedding"],
  baseFilter: [],
  batchSize: [],
  maxConcurrency: [],
  maxRequestBytes: [],
  nestedMetadata: [],
  compactFloats: [],
  onFailedAttempt: [],
} as const satisfies Record<string, readonly string[]>;

/** The first name of an option. */
export type OptionName = keyof typeof storeOptions;

const spellings: ReadonlyMap<string, OptionName> = /* @__PURE__ */ optionSpellings(storeOptions);

/**
 * Reads the store's options in any of their spellings. `undefined` counts as not passed, and so does `null`, except
 * where it means something: `pageContentMetadataKey: null`.
 *
 * @throws S3VectorsConfigError for names that nobody knows, since a misspelt `baseFilter` would search everything, and
 *   for two spellings with different values
 */
export function readOptions(given: object): ReadonlyMap<OptionName, unknown> {
  return readSpelled(given, spellings, {
    nullable: ["pageContentMetadataKey"],
    fail: (text) => new S3VectorsConfigError(text, { code: "CONFIG_CONFLICTING_OPTIONS" }),
    onUnknown: (spelling, value) => {
      if (value === undefined) return;
      const known = Object.keys(storeOptions).join(", ");
      throw new S3VectorsConfigError(
        `AmazonS3Vectors takes no option "${spelling}". Its own are ${known}; those of AWS clients are taken as well.`,
        { code: "CONFIG_UNKNOWN_OPTION" },
      );
    },
  });
}
