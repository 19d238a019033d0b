/**
 * Whether a URL's host is this machine: `localhost`, a name below it, `127.0.0.0/8` or `::1`.
 *
 * @param host host name without port, an IPv6 address with or without brackets
 */
export function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, "");
  if (name === "localhost" || name.endsWith(".localhost") || name === "::1") return true;
  return /^127(?:\.\d{1,3}){3}$/.test(name);
}

/** Whether a secret sent to this URL could be read on the way: plain http to another machine. */
export function isPlainHttp(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "http:" && !isLoopbackHost(hostname);
}
