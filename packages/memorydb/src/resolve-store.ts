import { resolveConnection } from "./connection/resolve-connection.ts";
import type { ConnectionSettings } from "./connection/connection-fields.ts";
import { MemoryDBConfigError } from "./errors.ts";
import type { InMemoryVectorStoreFields } from "./options.ts";
import type { RelevanceScoreFn } from "./search/relevance.ts";

/** The options of one store, checked, with every default filled in. */
export interface StoreSettings {
  readonly connection: ConnectionSettings;
  readonly indexName: string;
  /** With its colon. */
  readonly prefix: string;
  readonly relevanceScoreFn: RelevanceScoreFn | undefined;
  readonly batchSize: number;
  readonly maxConcurrency: number;
  readonly ttl: number | undefined;
  readonly metadataJson: boolean;
  readonly stringFields: "text" | "tag";
  readonly efRuntime: number | undefined;
  readonly timeoutMs: number | undefined;
  readonly indexReadyTimeoutMs: number;
  readonly keyInMetadata: boolean;
}

/**
 * The only place where the options of a store are checked and their defaults applied.
 *
 * @throws MemoryDBConfigError naming the option
 */
export function resolveStore(fields: InMemoryVectorStoreFields): StoreSettings {
  const { indexName } = fields;
  if (typeof indexName !== "string" || indexName === "") {
    throw new MemoryDBConfigError("`indexName` is missing. Pass one, or let `fromTexts` make one.");
  }
  const keyPrefix = fields.keyPrefix ?? `doc:${indexName}`;
  if (typeof keyPrefix !== "string" || keyPrefix === "") throw new MemoryDBConfigError("`keyPrefix` must be a text.");
  return {
    connection: resolveConnection(fields),
    indexName,
    prefix: keyPrefix.endsWith(":") ? keyPrefix : `${keyPrefix}:`,
    relevanceScoreFn: fields.relevanceScoreFn,
    batchSize: wholeNumber("batchSize", fields.batchSize) ?? 1000,
    maxConcurrency: wholeNumber("maxConcurrency", fields.maxConcurrency) ?? 2,
    ttl: wholeNumber("ttl", fields.ttl),
    metadataJson: fields.metadataJson ?? true,
    stringFields: fields.stringFields ?? "text",
    efRuntime: wholeNumber("efRuntime", fields.efRuntime, 4096),
    timeoutMs: wholeNumber("timeoutMs", fields.timeoutMs, 60_000),
    indexReadyTimeoutMs: wholeNumber("indexReadyTimeoutMs", fields.indexReadyTimeoutMs) ?? 30_000,
    keyInMetadata: fields.keyInMetadata ?? false,
  };
}

/**
 * A whole number from 1 on.
 *
 * @throws MemoryDBConfigError naming the option
 */
export function wholeNumber(
  name: string,
  value: number | undefined,
  most: number = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= most)) return value;
  const upTo = most === Number.MAX_SAFE_INTEGER ? "above 0" : `from 1 to ${most}`;
  throw new MemoryDBConfigError(`\`${name}\` must be a whole number ${upTo}.`);
}
