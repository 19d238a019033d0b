import { requirePlatform } from "@langchain-aws/aws-auth";
import { isRecord, readEnvironment, readOptions } from "@langchain-aws/core";
import { adaptClient } from "../clients/adapt-client.ts";
import { MemoryDBConfigError } from "../errors.ts";
import type { ConnectionSettings, IamFields, MemoryDBConnectionFields } from "./connection-fields.ts";

/** Python's deprecated names, and what is written now. */
const replaced: Readonly<Record<string, string>> = {
  redis_host: "redisUrl",
  redisHost: "redisUrl",
  redis_port: "redisUrl",
  redisPort: "redisUrl",
  redis_password: "password",
  redisPassword: "password",
  content_key: "indexSchema.content_key",
  contentKey: "indexSchema.content_key",
  vector_key: "vectorSchema.name",
  vectorKey: "vectorSchema.name",
  distance_metric: "vectorSchema.distance_metric",
  distanceMetric: "vectorSchema.distance_metric",
};

/** Python's names that are spelled otherwise here. */
const spellings: Readonly<Record<string, string>> = {
  redis_url: "redisUrl",
  index_name: "indexName",
  index_schema: "indexSchema",
  vector_schema: "vectorSchema",
  relevance_score_fn: "relevanceScoreFn",
  key_prefix: "keyPrefix",
  batch_size: "batchSize",
  score_threshold: "scoreThreshold",
};

const maxReauthenticateMs = 11 * 3_600_000;

/**
 * The caller's fields under the names of this package. Nothing of the caller's is changed.
 *
 * @throws MemoryDBConfigError for names that Python has given up, and for two spellings with different values
 */
export function spellFields<Fields extends object>(fields: Fields): Fields {
  const names = {
    get: (name: string): string => {
      const instead = replaced[name];
      if (instead === undefined) return spellings[name] ?? name;
      throw new MemoryDBConfigError(`The option \`${name}\` does not exist any more. Use \`${instead}\`.`);
    },
  };
  const fail = (text: string): Error => new MemoryDBConfigError(text);
  const spelled: object = Object.fromEntries(readOptions(fields, names, { fail, nullable: "all" }));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same members, some under another name
  return spelled as Fields;
}

/**
 * The only place where the connection options are checked and their defaults applied.
 *
 * @throws MemoryDBConfigError naming the option; its value is not in the message
 */
export function resolveConnection(fields: MemoryDBConnectionFields): ConnectionSettings {
  requirePlatform();
  const client = fields.client === undefined ? undefined : adaptClient(fields.client);
  const url = client === undefined ? findUrl(fields) : undefined;
  if (fields.iam !== undefined) checkIam(fields.iam, fields, url);
  return {
    url,
    client,
    cluster: choice("cluster", fields.cluster, [true, false, "auto"]) ?? "auto",
    tls: fields.tls,
    username: fields.username,
    password: fields.password,
    iam: fields.iam,
    connectTimeoutMs: milliseconds("connectTimeoutMs", fields.connectTimeoutMs),
    commandTimeoutMs: milliseconds("commandTimeoutMs", fields.commandTimeoutMs),
    readFrom: choice("readFrom", fields.readFrom, ["primary", "replica"]) ?? "primary",
    engine: choice("engine", fields.engine, ["auto", "memorydb", "valkey-search", "redisearch"]) ?? "auto",
    engineVersion: fields.engineVersion,
  };
}

function findUrl(fields: MemoryDBConnectionFields): string {
  if (fields.url !== undefined && fields.redisUrl !== undefined && fields.url !== fields.redisUrl) {
    throw new MemoryDBConfigError("`url` and `redisUrl` are one option. Pass one of them.");
  }
  const url = fields.redisUrl ?? fields.url ?? readEnvironment("REDIS_URL");
  if (url === undefined) {
    throw new MemoryDBConfigError("No server. Pass `redisUrl` or `client`, or set the environment variable REDIS_URL.");
  }
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !["redis:", "rediss:"].includes(parsed.protocol) || parsed.hostname === "") {
    throw new MemoryDBConfigError("`redisUrl` must be of the form redis://host:6379 or rediss://host:6379.");
  }
  if (parsed.protocol === "rediss:" && fields.tls === false) {
    throw new MemoryDBConfigError("`redisUrl` begins with rediss:, which means TLS, and `tls` is false.");
  }
  return url;
}

function checkIam(iam: IamFields, fields: MemoryDBConnectionFields, url: string | undefined): void {
  for (const name of ["userName", "clusterName"] as const) {
    if (typeof iam[name] !== "string" || iam[name] === "") throw new MemoryDBConfigError(`\`iam.${name}\` is missing.`);
  }
  if (fields.client !== undefined) {
    throw new MemoryDBConfigError(
      "`iam` is for the client that is made here; a `client` of yours authenticates by itself.",
    );
  }
  const target = new URL(url ?? "redis://localhost");
  if (fields.password !== undefined || target.password !== "") {
    throw new MemoryDBConfigError("`iam` takes the place of a password. Pass one of them.");
  }
  const hasTls = target.protocol === "rediss:" || fields.tls === true || isRecord(fields.tls);
  if (!hasTls && !["localhost", "127.0.0.1", "[::1]"].includes(target.hostname)) {
    throw new MemoryDBConfigError("IAM authentication needs TLS. Write rediss: in `redisUrl`, or pass `tls: true`.");
  }
  const every = iam.reauthenticateEveryMs;
  if (every !== undefined && !(every > 0 && every <= maxReauthenticateMs)) {
    throw new MemoryDBConfigError("`iam.reauthenticateEveryMs` must be above 0 and at most 39,600,000, eleven hours.");
  }
}

function milliseconds(name: string, value: number | undefined): number {
  if (value === undefined) return 10_000;
  if (!Number.isFinite(value) || value <= 0) throw new MemoryDBConfigError(`\`${name}\` must be milliseconds above 0.`);
  return value;
}

function choice<Value>(name: string, value: Value | undefined, allowed: readonly Value[]): Value | undefined {
  if (value === undefined || allowed.includes(value)) return value;
  throw new MemoryDBConfigError(`\`${name}\` must be one of ${allowed.map((one) => JSON.stringify(one)).join(", ")}.`);
}
