import { checkAgent } from "./agents/check-agent.ts";
import { checkFault } from "./check-fault.ts";
import { checkEndpoint } from "./endpoints/check-endpoint.ts";
import { checkUpstream, toUpstreamOptions } from "./chat/upstream/upstream-options.ts";
import { checkGuardrail } from "./guardrails/check-guardrail.ts";
import { checkGraph, checkGraphIds } from "./graphs/check-graph.ts";
import { isLoopback } from "./hosts.ts";
import { checkKendraIndex } from "./kendra/check-kendra.ts";
import { checkKnowledgeBase } from "./knowledge-bases/check-knowledge-base.ts";
import { defaultLimits } from "./limits.ts";
import { checkMemoryDb } from "./memorydb/check-memorydb.ts";
import { resolveMemoryDb } from "./memorydb/memorydb-options.ts";
import { checkPrompt } from "./prompts/check-prompt.ts";
import { checkReplay } from "./replay/replay-options.ts";
import { checkS3Vectors } from "./s3-vectors/check-s3-vectors.ts";
import type { AuthOptions, LocalAwsOptions, LocalKey, ModelOptions, ResolvedOptions } from "./options.ts";

const defaultKeys: Readonly<Record<string, LocalKey>> = { AKIALOCAL: { secretAccessKey: "local" } };
const realKeyId = /^(AKIA|ASIA)[A-Z0-9]{16}$/;
const realSecretLength = 40;

/** A check of one option: `undefined` when the value is right, else what it must be. */
type Check = (value: unknown) => string | undefined;

const optionChecks: Readonly<Record<keyof LocalAwsOptions, Check>> = {
  host: text(),
  port: integer(0, 65_535),
  allowRemote: flag(),
  allowedHosts: listOfTexts(),
  tls: (value) => (hasTexts(value, ["key", "cert"]) ? undefined : "an object with the PEM texts `key` and `cert`"),
  region: text(/^[a-z0-9-]+$/, "a region name, such as us-east-1"),
  accountId: text(/^\d{12}$/, "12 digits"),
  auth: object(),
  models: object(),
  endpoints: listOfObjects(),
  validation: oneOf("current", "strict2024", "off"),
  responders: (value) =>
    Array.isArray(value) && value.every((item) => typeof item === "function") ? undefined : "a list of functions",
  upstream: checkUpstream,
  replay: checkReplay,
  embeddings: (value) =>
    value === "hash" || value === "semantic" || (isRecord(value) && typeof value["embed"] === "function")
      ? undefined
      : '"hash" or "semantic", or an object with a function `embed`',
  guardrails: listOfObjects(),
  knowledgeBases: listOfObjects(),
  kendraIndexes: listOfObjects(),
  memorydb: (value) => (typeof value === "boolean" || isRecord(value) ? undefined : "true, false or an object"),
  graphs: listOfObjects(),
  agents: listOfObjects(),
  prompts: listOfObjects(),
  s3Vectors: object(),
  dataDir: text(/./, "the path of a directory"),
  faults: (value) => (Array.isArray(value) ? undefined : "a list of rules"),
  streamFiller: flag(),
  seed: integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  clock: (value) => (typeof value === "function" ? undefined : "a function that gives milliseconds"),
  limits: object(),
  log: object(),
};

const authChecks: Readonly<Record<keyof AuthOptions, Check>> = {
  mode: oneOf("strict", "lenient", "off"),
  keys: (value) =>
    isRecord(value) &&
    Object.keys(value).length > 0 &&
    Object.values(value).every((key) => hasTexts(key, ["secretAccessKey"]))
      ? undefined
      : "an object of at least one access key, each with a `secretAccessKey`",
  bearerTokens: listOfTexts(),
  regions: (value) => (value === "any" ? undefined : listOfTexts()(value) && 'a list of regions, or "any"'),
  skewSeconds: integer(0, Number.MAX_SAFE_INTEGER),
  allowRealKeys: flag(),
};

const keyChecks: Readonly<Record<keyof LocalKey, Check>> = {
  secretAccessKey: text(),
  sessionToken: text(),
  sessionExpiresAt: (value) => (typeof value === "number" ? undefined : "milliseconds since the epoch"),
  allow: listOfTexts(),
};

const modelChecks: Readonly<Record<keyof ModelOptions, Check>> = {
  preset: oneOf("current"),
  extra: (value) =>
    Array.isArray(value) && value.every((item) => hasTexts(item, ["id"]))
      ? undefined
      : "a list of objects, each with the text `id`",
  applicationProfiles: (value) =>
    Array.isArray(value) && value.every((item) => hasTexts(item, ["id", "model"]))
      ? undefined
      : "a list of objects, each with the texts `id` and `model`",
  denied: listOfTexts(),
  unknown: oneOf("reject", "accept"),
};

const logChecks: Readonly<Record<string, Check>> = {
  maxEntries: integer(1, 1_000_000),
  bodies: flag(),
  answers: flag(),
};

const limitChecks: Readonly<Record<string, Check>> = Object.fromEntries(
  Object.keys(defaultLimits).map((name) => [name, integer(1, Number.MAX_SAFE_INTEGER)]),
);

/**
 * Fills in the defaults.
 *
 * @throws Error naming the option that is unknown or wrong; its value is not in the message
 */
export function resolveOptions(options: LocalAwsOptions = {}): ResolvedOptions {
  checkAll(options, optionChecks, "");
  checkAll(options.auth ?? {}, authChecks, "auth.");
  for (const [id, key] of Object.entries(options.auth?.keys ?? {})) checkAll(key, keyChecks, `auth.keys.${id}.`);
  checkAll(options.models ?? {}, modelChecks, "models.");
  checkAll(options.limits ?? {}, limitChecks, "limits.");
  checkAll(options.log ?? {}, logChecks, "log.");
  for (const [index, endpoint] of (options.endpoints ?? []).entries()) {
    checkEndpoint(endpoint, `createLocalAws: endpoints[${index}]`);
  }
  checkOnce(options.endpoints, "endpoints", ({ name }) => name);
  for (const [index, guardrail] of (options.guardrails ?? []).entries()) {
    checkGuardrail(guardrail, `guardrails[${index}]`);
  }
  for (const [index, knowledgeBase] of (options.knowledgeBases ?? []).entries()) {
    checkKnowledgeBase(knowledgeBase, `createLocalAws: knowledgeBases[${index}]`);
  }
  checkOnce(options.knowledgeBases, "knowledgeBases", ({ id }) => id);
  for (const [index, kendraIndex] of (options.kendraIndexes ?? []).entries()) {
    checkKendraIndex(kendraIndex, `createLocalAws: kendraIndexes[${index}]`);
  }
  checkOnce(options.kendraIndexes, "kendraIndexes", ({ id }) => id);
  if (options.memorydb !== undefined) checkMemoryDb(options.memorydb, "createLocalAws: memorydb");
  for (const [index, graph] of (options.graphs ?? []).entries()) checkGraph(graph, `createLocalAws: graphs[${index}]`);
  checkGraphIds(options.graphs ?? [], "createLocalAws: graphs");
  for (const [index, agent] of (options.agents ?? []).entries()) checkAgent(agent, `createLocalAws: agents[${index}]`);
  for (const [index, prompt] of (options.prompts ?? []).entries()) checkPrompt(prompt, `prompts[${index}]`);
  if (options.s3Vectors !== undefined) checkS3Vectors(options.s3Vectors, "createLocalAws: s3Vectors");
  for (const [index, fault] of (options.faults ?? []).entries()) checkFault(fault, `faults[${index}]`);
  const { host = "127.0.0.1", region = "us-east-1", auth = {}, models = {}, log = {} } = options;
  const keys = auth.keys ?? defaultKeys;
  if (auth.allowRealKeys !== true) refuseRealKeys(keys);
  if (options.allowRemote !== true && !isLoopback(host)) {
    throw new Error(
      "createLocalAws: `host` is not a loopback address. Pass `allowRemote: true` to serve other machines.",
    );
  }
  return {
    host,
    port: options.port ?? 0,
    allowedHosts: options.allowedHosts ?? [],
    tls: options.tls,
    region,
    endpoints: options.endpoints ?? [],
    accountId: options.accountId ?? "000000000000",
    auth: {
      mode: auth.mode ?? "strict",
      keys,
      bearerTokens: auth.bearerTokens ?? ["local-token"],
      regions: auth.regions ?? [region],
      skewSeconds: auth.skewSeconds ?? 300,
    },
    models: {
      preset: "current",
      extra: models.extra ?? [],
      applicationProfiles: models.applicationProfiles ?? [],
      denied: models.denied ?? [],
      unknown: models.unknown ?? "reject",
    },
    validation: options.validation ?? "current",
    responders: options.responders ?? [],
    replay: options.replay,
    upstream: options.upstream === undefined ? undefined : toUpstreamOptions(options.upstream),
    embeddings: options.embeddings ?? "hash",
    guardrails: options.guardrails ?? [],
    knowledgeBases: options.knowledgeBases ?? [],
    kendraIndexes: options.kendraIndexes ?? [],
    memorydb: toMemoryDb(options.memorydb),
    graphs: options.graphs ?? [],
    agents: options.agents ?? [],
    prompts: options.prompts ?? [],
    s3Vectors: options.s3Vectors ?? {},
    dataDir: options.dataDir,
    faults: options.faults ?? [],
    streamFiller: options.streamFiller ?? true,
    seed: options.seed ?? 1,
    clock: options.clock ?? Date.now,
    limits: { ...defaultLimits, ...options.limits },
    log: { maxEntries: log.maxEntries ?? 10_000, bodies: log.bodies ?? true, answers: log.answers ?? false },
  };
}

function toMemoryDb(option: LocalAwsOptions["memorydb"] = false): ResolvedOptions["memorydb"] {
  if (option === false) return undefined;
  return resolveMemoryDb(option === true ? {} : option);
}

function refuseRealKeys(keys: Readonly<Record<string, LocalKey>>): void {
  const looksReal = Object.entries(keys).some(
    ([id, { secretAccessKey }]) => realKeyId.test(id) && secretAccessKey.length === realSecretLength,
  );
  if (looksReal) {
    throw new Error(
      "createLocalAws: `auth.keys` holds a key that looks like a real AWS key. Invent one for tests, or pass `auth.allowRealKeys: true`.",
    );
  }
}

/** A second one of a name would take the place of the first without a word. */
function checkOnce<Item>(items: readonly Item[] = [], name: string, idOf: (item: Item) => string): void {
  const ids = items.map(idOf);
  const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index);
  if (twice >= 0) throw new Error(`createLocalAws: ${name}[${twice}] is a second one of its name.`);
}

function checkAll(options: object, checks: Readonly<Record<string, Check>>, prefix: string): void {
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined) {
      throw new Error(`createLocalAws: unknown option \`${prefix}${name}\`. Known: ${Object.keys(checks).join(", ")}.`);
    }
    const expected = value === undefined ? undefined : check(value);
    if (expected !== undefined) throw new Error(`createLocalAws: \`${prefix}${name}\` must be ${expected}.`);
  }
}

function text(pattern = /./, expected = "a text that is not empty"): Check {
  return (value) => (typeof value === "string" && pattern.test(value) ? undefined : expected);
}

function flag(): Check {
  return (value) => (typeof value === "boolean" ? undefined : "true or false");
}

function integer(min: number, max: number): Check {
  const isIn = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
  return (value) => (isIn(value) ? undefined : `a whole number from ${min} to ${max}`);
}

function oneOf(...allowed: readonly string[]): Check {
  return (value) =>
    allowed.some((one) => one === value) ? undefined : allowed.map((one) => JSON.stringify(one)).join(" or ");
}

function listOfTexts(): Check {
  return (value) =>
    Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "")
      ? undefined
      : "a list of texts";
}

function listOfObjects(): Check {
  return (value) => (Array.isArray(value) && value.every(isRecord) ? undefined : "a list of objects");
}

function object(): Check {
  return (value) => (isRecord(value) ? undefined : "an object");
}

function hasTexts(value: unknown, names: readonly string[]): boolean {
  return isRecord(value) && names.every((name) => typeof value[name] === "string" && value[name] !== "");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
