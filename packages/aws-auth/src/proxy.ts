import { readEnvironment, type Environment } from "@langchain-aws/core";

/** Which proxy serves which requests: a URL, or an agent that the caller made. */
export interface ProxySettings {
  /** For endpoints on https. */
  readonly https?: string | object;
  /** For endpoints on plain http. */
  readonly http?: string | object;
  /** Whether a host is reached without proxy. */
  bypasses(host: string, port: number): boolean;
}

/**
 * What the `proxy` option means.
 *
 * `"env"` reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, lower case first, as curl does.
 */
export function proxySettings(proxy: string | object, env: Environment | undefined): ProxySettings {
  if (proxy !== "env") return { https: proxy, http: proxy, bypasses: () => false };
  const read = (name: string): string | undefined =>
    readEnvironment(name.toLowerCase(), env) ?? readEnvironment(name, env);
  return { https: read("HTTPS_PROXY"), http: read("HTTP_PROXY"), bypasses: parseNoProxy(read("NO_PROXY")) };
}

/**
 * Reads a `NO_PROXY` list: hosts and domain suffixes separated by commas or blanks, each with an optional port; `*`
 * stands for everything. `example.com`, `.example.com` and `*.example.com` all cover the subdomains.
 */
export function parseNoProxy(list: string | undefined): ProxySettings["bypasses"] {
  const entries = (list ?? "")
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(parseEntry);
  return (host, port) => {
    const name = host.toLowerCase().replace(/^\[|\]$/g, "");
    return entries.some(
      (entry) =>
        (entry.port === undefined || entry.port === port) &&
        (entry.host === "*" || name === entry.host || name.endsWith(`.${entry.host}`)),
    );
  };
}

function parseEntry(text: string): { host: string; port: number | undefined } {
  const bracketed = /^\[(?<host>[^\]]+)\](?::(?<port>\d+))?$/.exec(text);
  const plain = /^(?<host>[^:]+):(?<port>\d+)$/.exec(text);
  const { host = text, port } = (bracketed ?? plain)?.groups ?? {};
  return { host: host.replace(/^\*?\./, ""), port: port === undefined ? undefined : Number(port) };
}
