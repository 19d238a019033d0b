/** What a search engine can do, where the engines differ. */
export interface Engine {
  readonly name: "memorydb" | "valkey-search" | "redisearch";
  /** TEXT fields; without them texts are kept in the hash, undeclared, and RETURN may name them. */
  readonly hasText: boolean;
  /** TEXT fields are searched, and not only kept. */
  readonly searchesText: boolean;
  /** Searches by a filter alone, without a vector. */
  readonly hasPlainQueries: boolean;
  /** Options of fields such as SORTABLE and WEIGHT are sent. */
  readonly takesFieldOptions: boolean;
  readonly hasFloat64: boolean;
  /** What a backslash protects in a tag query. */
  readonly tagEscapes: "none" | "without-braces" | "all";
  /** A value that ends in `*` is a prefix however it is written. */
  readonly endingStarIsPrefix: boolean;
  /** RETURN may name fields of the hash that the index does not declare. */
  readonly returnsUndeclared: boolean;
}

const memorydb: Engine = {
  name: "memorydb",
  hasText: true,
  searchesText: false,
  hasPlainQueries: true,
  takesFieldOptions: false,
  hasFloat64: false,
  tagEscapes: "all",
  endingStarIsPrefix: false,
  returnsUndeclared: false,
};

const redisearch: Engine = {
  ...memorydb,
  name: "redisearch",
  searchesText: true,
  takesFieldOptions: true,
  hasFloat64: true,
  returnsUndeclared: true,
};

/** Releases of valkey-search, newest first: the first whose number is not above the server's holds. */
const valkeyReleases: readonly { since: number; hasWords: boolean; tagEscapes: Engine["tagEscapes"] }[] = [
  { since: 10_200, hasWords: true, tagEscapes: "all" },
  { since: 10_101, hasWords: false, tagEscapes: "without-braces" },
  { since: 10_100, hasWords: false, tagEscapes: "none" },
  { since: 10_003, hasWords: false, tagEscapes: "without-braces" },
  { since: 0, hasWords: false, tagEscapes: "none" },
];

/** Versions below are valkey-search's, from here on RediSearch's. */
const firstRediSearch = 20_000;
/** What ElastiCache for Valkey 8.2 has, and the least that others have. */
const assumedValkey = 10_003;

/** An engine by its name and version; of valkey-search without a version, the oldest that is in use. */
export function engineOf(name: Engine["name"], version?: string): Engine {
  if (name === "memorydb") return memorydb;
  return name === "redisearch" ? redisearch : valkeySearch(toNumber(version) ?? assumedValkey);
}

/**
 * The engine by the reply to `INFO modules`: a module `search` below 2.0 is valkey-search; a server that shows no such
 * module is MemoryDB. The server's own version says nothing: services report what they like.
 */
export function readModules(reply: string, version?: string): Engine {
  const shown = /^module:name=search,ver=(\d+)/m.exec(reply)?.[1];
  if (shown === undefined) return memorydb;
  return Number(shown) >= firstRediSearch ? redisearch : valkeySearch(toNumber(version) ?? Number(shown));
}

function valkeySearch(version: number): Engine {
  const { hasWords = false, tagEscapes = "none" } = valkeyReleases.find(({ since }) => version >= since) ?? {};
  return {
    ...memorydb,
    name: "valkey-search",
    hasText: hasWords,
    searchesText: hasWords,
    hasPlainQueries: hasWords,
    tagEscapes,
    endingStarIsPrefix: true,
    returnsUndeclared: true,
  };
}

/** `1.0.3` as modules count: 10003. */
function toNumber(version: string | undefined): number | undefined {
  const parts = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(version ?? "");
  return parts === null ? undefined : Number(parts[1]) * 10_000 + Number(parts[2]) * 100 + Number(parts[3] ?? 0);
}
