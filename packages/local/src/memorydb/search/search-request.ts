import { RespError } from "../resp/reply.ts";
import type { EngineProfile } from "./engine-profiles.ts";
import { Words } from "./words.ts";

/** What FT.SEARCH asks for. */
export interface SearchRequest {
  index: string;
  query: string;
  parameters: ReadonlyMap<string, Buffer>;
  /** The fields to return; `undefined` for all of the hash. */
  fields: readonly string[] | undefined;
  offset: number;
  limit: number;
  sortBy: { field: string; descending: boolean } | undefined;
}

/**
 * Reads the arguments of FT.SEARCH.
 *
 * @throws RespError for clauses that the engine does not know
 */
export function parseSearch(args: readonly Buffer[], profile: EngineProfile): SearchRequest {
  const words = new Words(args, 1);
  const parameters = new Map<string, Buffer>();
  const request: SearchRequest = {
    index: words.name("index"),
    query: words.text("query"),
    parameters,
    fields: undefined,
    offset: 0,
    limit: 10,
    sortBy: undefined,
  };
  let dialect: number | undefined;
  while (!words.isDone) {
    const clause = words.peek();
    if (!profile.clauses.includes(clause)) throw new RespError(`Unexpected argument \`${words.text("clause")}\``);
    words.take(clause);
    if (clause === "NOCONTENT") request.fields = [];
    else if (clause === "RETURN") request.fields = readReturn(words);
    else if (clause === "TIMEOUT") words.integer("TIMEOUT", 1, profile.maxTimeoutMs);
    else if (clause === "DIALECT") dialect = words.integer("DIALECT", 1, 4);
    else if (clause === "LIMIT") {
      request.offset = words.integer("LIMIT", 0, Number.MAX_SAFE_INTEGER);
      request.limit = words.integer("LIMIT", 0, Number.MAX_SAFE_INTEGER);
    } else if (clause === "SORTBY") {
      request.sortBy = { field: words.name("SORTBY"), descending: words.take("DESC") || (words.take("ASC"), false) };
    } else readParameters(words, parameters);
  }
  checkDialect(dialect, profile);
  return request;
}

function readReturn(words: Words): string[] {
  const count = words.integer("RETURN", 0, 1000);
  return Array.from({ length: count }, () => words.name("RETURN"));
}

function readParameters(words: Words, parameters: Map<string, Buffer>): void {
  const count = words.integer("PARAMS", 2, 1000);
  if (count % 2 !== 0) throw new RespError("Parameters must be specified in PARAM VALUE pairs");
  for (let index = 0; index < count; index += 2) parameters.set(words.text("PARAMS"), words.bytes("PARAMS"));
}

function checkDialect(dialect: number | undefined, profile: EngineProfile): void {
  if ((dialect ?? 1) >= 2) return;
  if (profile.family === "redisearch") throw new RespError("Syntax error at offset 1 near >[");
  if (dialect === 1) throw new RespError("DIALECT 1 is not supported; use 2");
  if (profile.needsDialect) throw new RespError("DIALECT 2 must be specified");
}
