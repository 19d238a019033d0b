import { isRecord, readEnvironment } from "@langchain-aws/core";
import { NeptuneConfigError } from "../errors.ts";
import { type GivenOptions } from "../option-names.ts";
import { choice, flag, text } from "../resolve-options.ts";
import { regionOf } from "./database-endpoint.ts";

/** What is particular about Neptune Analytics. */
export interface AnalyticsFields {
  readonly graphIdentifier: string;
  readonly planCache?: "AUTO" | "ENABLED" | "DISABLED";
}

/** @throws NeptuneConfigError naming the field */
export function resolveAnalytics(given: GivenOptions): AnalyticsFields {
  const graphIdentifier = text(given, "graphIdentifier");
  if (graphIdentifier === undefined || !/^[A-Za-z0-9-]{1,63}$/.test(graphIdentifier)) {
    throw new NeptuneConfigError("NeptuneAnalyticsGraph needs `graphIdentifier`, such as g-0123456789.", {
      code: "CONFIG_INVALID_GRAPH",
    });
  }
  const planCache = choice(given, "planCache", ["AUTO", "ENABLED", "DISABLED"]);
  return { graphIdentifier, ...(planCache !== undefined && { planCache }) };
}

/**
 * The AWS fields with what the client of Neptune Analytics needs besides: whether the graph's id goes before the host, and
 * how long a connection may take.
 *
 * The AWS SDK puts the id before any host, addresses too, which then cannot be resolved.
 */
export function withClientConfig(
  fields: Readonly<Record<string, unknown>>,
  given: GivenOptions,
  { graphIdentifier, connectTimeoutMs }: { graphIdentifier: string; connectTimeoutMs: number },
): Record<string, unknown> {
  const passed = configNames.map((name) => fields[name]).filter((value) => value !== undefined && value !== null);
  const [own] = passed;
  // Two configurations are refused where the AWS options are read.
  if (passed.some((value) => value !== own)) return { ...fields };
  const others = Object.fromEntries(Object.entries(fields).filter(([name]) => !configNames.includes(name)));
  const host = endpointHost(fields, own);
  const region = host === undefined || hasRegion(fields, own) ? undefined : regionOf(host);
  const settings: ClientSettings = {
    disableHostPrefix: flag(given, "disableHostPrefix") ?? (host !== undefined && isComplete(host, graphIdentifier)),
    connectTimeoutMs,
  };
  return { ...others, ...(region !== undefined && { regionName: region }), config: configFor(own, settings) };
}

interface ClientSettings {
  readonly disableHostPrefix: boolean;
  readonly connectTimeoutMs: number;
}

const configNames = ["config", "clientConfig", "client_config", "clientOptions", "client_options"];
const names = ["endpointUrl", "endpoint_url", "endpoint", "baseUrl", "base_url"];
const hostNames = ["endpointHost", "endpoint_host"];
const variables = ["AWS_ENDPOINT_URL_NEPTUNE_GRAPH", "AWS_ENDPOINT_URL"];

function endpointHost(fields: Readonly<Record<string, unknown>>, config: unknown): string | undefined {
  const find = (all: readonly string[]): unknown => all.map((name) => fields[name]).find(isText);
  const host = find(hostNames);
  const url =
    find(names) ?? (isText(host) ? `https://${host}` : undefined) ?? endpointOf(config) ?? configuredInEnvironment();
  return isText(url) && URL.canParse(url) ? new URL(url).hostname : undefined;
}

/** The AWS SDK takes a text, or the parts of a URL. */
function endpointOf(config: unknown): string | undefined {
  const endpoint = isRecord(config) ? config["endpoint"] : undefined;
  if (isText(endpoint)) return endpoint;
  return isRecord(endpoint) && isText(endpoint["hostname"]) ? `https://${endpoint["hostname"]}` : undefined;
}

function configuredInEnvironment(): string | undefined {
  if (readEnvironment("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")?.toLowerCase() === "true") return undefined;
  return variables.map((name) => readEnvironment(name)).find((value) => value !== undefined);
}

const isText = (value: unknown): value is string => typeof value === "string";

const hasRegion = (fields: Readonly<Record<string, unknown>>, config: unknown): boolean =>
  [
    ...["regionName", "region_name", "region"].map((name) => fields[name]),
    isRecord(config) ? config["region"] : undefined,
  ].some((value) => value !== undefined && value !== null);

const isComplete = (host: string, graphIdentifier: string): boolean =>
  host === "localhost" ||
  host.startsWith("[") ||
  /^\d{1,3}(\.\d{1,3}){3}$/.test(host) ||
  host.toLowerCase().startsWith(`${graphIdentifier.toLowerCase()}.`);

// Clients are shared by equal settings, and a `config` counts by its identity: equal ones must be one object.
const plain = new Map<string, object>();
const merged = new WeakMap<object, Map<string, object>>();

function configFor(own: unknown, settings: ClientSettings): object {
  const known = isRecord(own) ? (merged.get(own) ?? new Map<string, object>()) : plain;
  if (isRecord(own)) merged.set(own, known);
  const key = `${settings.disableHostPrefix} ${settings.connectTimeoutMs}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const created = Object.freeze({
    requestHandler: { connectionTimeout: settings.connectTimeoutMs },
    disableHostPrefix: settings.disableHostPrefix,
    ...(isRecord(own) ? own : {}),
  });
  known.set(key, created);
  return created;
}
