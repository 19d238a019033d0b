import { AwsLangChainError, type AwsErrorDefaults, type AwsErrorFields, errorBrands } from "@langchain-aws/core";

/** What is known about a failure besides its text. */
export interface MemoryDBErrorFields extends AwsErrorFields {
  /** The name of the command, never its arguments: `FT.SEARCH`. */
  command?: string;
  /** The name of the index. */
  index?: string;
}

const brands: typeof errorBrands = /* @__PURE__ */ errorBrands.sub("aws").sub("memorydb");

const Base: typeof AwsLangChainError = /* @__PURE__ */ brands.brand(AwsLangChainError);

/** The root of the errors of this package. `MemoryDBError.isInstance(error)` knows those of other copies, too. */
export class MemoryDBError extends Base {
  static override readonly defaults: AwsErrorDefaults = { name: "MemoryDBError", code: "MEMORYDB", retryable: false };

  declare readonly command?: string;
  declare readonly index?: string;

  constructor(message: string, fields: MemoryDBErrorFields = {}) {
    super(message, { service: "memorydb", ...fields });
  }
}

const Config: typeof MemoryDBError = /* @__PURE__ */ brands.brand(MemoryDBError, "config");

/** An option is missing, wrong or unknown. The text names it and the way out. */
export class MemoryDBConfigError extends Config {
  static override readonly defaults: AwsErrorDefaults = defaults("MemoryDBConfigError", "MEMORYDB_CONFIG");
}

const Connection: typeof MemoryDBError = /* @__PURE__ */ brands.brand(MemoryDBError, "connection");

/** The server cannot be reached, or did not answer in time. */
export class MemoryDBConnectionError extends Connection {
  static override readonly defaults: AwsErrorDefaults = {
    ...defaults("MemoryDBConnectionError", "MEMORYDB_CONNECTION"),
    retryable: true,
  };
}

const Auth: typeof MemoryDBError = /* @__PURE__ */ brands.brand(MemoryDBError, "auth");

/** The server does not know the user, or does not let it run the command: WRONGPASS, NOAUTH, NOPERM. */
export class MemoryDBAuthError extends Auth {
  static override readonly defaults: AwsErrorDefaults = defaults("MemoryDBAuthError", "MEMORYDB_AUTH");
}

const Unsupported: typeof MemoryDBError = /* @__PURE__ */ brands.brand(MemoryDBError, "unsupported");

/** The server's search engine cannot do this, or has no search at all. */
export class MemoryDBUnsupportedError extends Unsupported {
  static override readonly defaults: AwsErrorDefaults = defaults("MemoryDBUnsupportedError", "MEMORYDB_UNSUPPORTED");
}

const IndexNotFound: typeof MemoryDBError = /* @__PURE__ */ brands.brand(MemoryDBError, "index-not-found");

/** There is no index of that name. */
export class MemoryDBIndexNotFoundError extends IndexNotFound {
  static override readonly defaults: AwsErrorDefaults = defaults(
    "MemoryDBIndexNotFoundError",
    "MEMORYDB_INDEX_NOT_FOUND",
  );
}

const IndexMismatch: typeof MemoryDBError = /* @__PURE__ */ brands.brand(MemoryDBError, "index-mismatch");

/** The index that is there was made for other vectors. */
export class MemoryDBIndexMismatchError extends IndexMismatch {
  static override readonly defaults: AwsErrorDefaults = defaults(
    "MemoryDBIndexMismatchError",
    "MEMORYDB_INDEX_MISMATCH",
  );
}

const IndexLimit: typeof MemoryDBError = /* @__PURE__ */ brands.brand(MemoryDBError, "index-limit");

/** The cluster has as many indexes as it takes. */
export class MemoryDBIndexLimitError extends IndexLimit {
  static override readonly defaults: AwsErrorDefaults = defaults("MemoryDBIndexLimitError", "MEMORYDB_INDEX_LIMIT");
}

const Schema: typeof MemoryDBError = /* @__PURE__ */ brands.brand(MemoryDBError, "schema");

/** A schema cannot be read, or describes what no engine takes. */
export class MemoryDBSchemaError extends Schema {
  static override readonly defaults: AwsErrorDefaults = defaults("MemoryDBSchemaError", "MEMORYDB_SCHEMA");
}

const Filter: typeof MemoryDBError = /* @__PURE__ */ brands.brand(MemoryDBError, "filter");

/** A filter cannot be sent, because it would mean something else than it says. */
export class MemoryDBFilterError extends Filter {
  static override readonly defaults: AwsErrorDefaults = defaults("MemoryDBFilterError", "MEMORYDB_FILTER");
}

const Query: typeof MemoryDBError = /* @__PURE__ */ brands.brand(MemoryDBError, "query");

/** The server refused a search. */
export class MemoryDBQueryError extends Query {
  static override readonly defaults: AwsErrorDefaults = defaults("MemoryDBQueryError", "MEMORYDB_QUERY");
}

const Vector: typeof MemoryDBError = /* @__PURE__ */ brands.brand(MemoryDBError, "vector");

/** A vector cannot be stored or searched for: another length, not finite, or all zeros with COSINE. */
export class MemoryDBVectorError extends Vector {
  static override readonly defaults: AwsErrorDefaults = defaults("MemoryDBVectorError", "MEMORYDB_VECTOR");

  /** The item's index in what was passed; absent for a query. */
  declare readonly failedIndex?: number;

  constructor(message: string, fields: MemoryDBErrorFields & { failedIndex?: number | undefined } = {}) {
    const { failedIndex, ...facts } = fields;
    super(message, facts);
    if (failedIndex !== undefined) Object.assign(this, { failedIndex });
  }
}

/** Fields of {@link MemoryDBWriteError}. */
export interface MemoryDBWriteErrorFields extends MemoryDBErrorFields {
  /** The item that the failure is about. */
  failedIndex?: number;
  writtenKeys?: readonly string[];
  failedKeys?: readonly string[];
}

const Write: typeof MemoryDBError = /* @__PURE__ */ brands.brand(MemoryDBError, "write");

/** Some items were not written, or an item cannot be. What was written before is in `writtenKeys`. */
export class MemoryDBWriteError extends Write {
  static override readonly defaults: AwsErrorDefaults = defaults("MemoryDBWriteError", "MEMORYDB_WRITE");

  /** The item that the failure is about: its index in what was passed. */
  declare readonly failedIndex?: number;
  readonly writtenKeys: readonly string[];
  readonly failedKeys: readonly string[];

  constructor(message: string, fields: MemoryDBWriteErrorFields = {}) {
    const { failedIndex, writtenKeys = [], failedKeys = [], ...facts } = fields;
    super(message, facts);
    if (failedIndex !== undefined) Object.assign(this, { failedIndex });
    this.writtenKeys = writtenKeys;
    this.failedKeys = failedKeys;
  }
}

const Cache: typeof MemoryDBError = /* @__PURE__ */ brands.brand(MemoryDBError, "cache");

/** What was handed to the cache cannot be kept. */
export class MemoryDBCacheError extends Cache {
  static override readonly defaults: AwsErrorDefaults = defaults("MemoryDBCacheError", "MEMORYDB_CACHE");
}

function defaults(name: string, code: string): AwsErrorDefaults {
  return { name, code, retryable: false };
}
