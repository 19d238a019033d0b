import type { AwsOptions } from "@langchain-aws/aws-auth";
import { NeptuneConfigError } from "../errors.ts";
import type { GivenOptions } from "../option-names.ts";
import { flag, text, wrong } from "../resolve-options.ts";

/** Where Neptune Database is. */
export interface DatabaseEndpoint {
  /** The base of every request, without a slash at its end: `https://db.example:8182`. */
  readonly base: string;
  /** The region that the host name tells. */
  readonly region?: string;
}

const defaultPort = 8182;

/**
 * @param isOptional whether a transport of the caller's own knows the way
 * @throws NeptuneConfigError naming the field
 */
export function resolveDatabaseEndpoint(given: GivenOptions, aws: AwsOptions, isOptional: boolean): DatabaseEndpoint {
  const host = text(given, "host");
  if (host !== undefined) checkHost(host);
  const useHttps = flag(given, "useHttps") ?? true;
  const port = portOf(given);
  const url = aws.endpointUrl ?? originOf(host ?? (isOptional ? "neptune.invalid" : undefined), port, useHttps);
  const region = regionOf(new URL(url).hostname) ?? (host === undefined ? undefined : regionOf(host));
  return { base: url.replace(/\/+$/, ""), ...(region !== undefined && { region }) };
}

function originOf(host: string | undefined, port: number, useHttps: boolean): string {
  if (host === undefined) {
    throw new NeptuneConfigError(
      "NeptuneGraph needs `host`, the name of the cluster's endpoint, or `endpointUrl`, the whole URL.",
      { code: "CONFIG_MISSING_HOST" },
    );
  }
  // Through URL, which leaves the scheme's own port out.
  return new URL(`${useHttps ? "https" : "http"}://${host}:${port}`).origin;
}

function checkHost(host: string): void {
  if (!/[:/@?#\s\\]/.test(host.replace(/^\[[0-9a-fA-F:.]+\]$/, ""))) return;
  throw new NeptuneConfigError(
    "host is a bare host name, such as db.cluster-x.us-east-1.neptune.amazonaws.com. A port goes into `port`, a whole URL " +
      "into `endpointUrl`.",
    { code: "CONFIG_INVALID_HOST" },
  );
}

function portOf(given: GivenOptions): number {
  const port = given.get("port") ?? defaultPort;
  if (typeof port === "number" && Number.isInteger(port) && port > 0 && port <= 65_535) return port;
  throw wrong("port", "a whole number from 1 to 65535", "CONFIG_INVALID_NUMBER");
}

/**
 * The region in a name of Neptune's: signing for another one is refused in any case.
 *
 * Source: "Connecting to Amazon Neptune endpoints", Neptune User Guide.
 */
export function regionOf(host: string): string | undefined {
  return /\.([a-z]{2}(?:-[a-z]+)+-\d+)\.(?:neptune|neptune-graph)\.amazonaws\.com(?:\.cn)?$/.exec(
    host.toLowerCase(),
  )?.[1];
}
