import { isIP } from "node:net";

/** Says which `Host` headers this endpoint answers to. A page on the web that resolves its name to us is none of them. */
export class HostRule {
  readonly #names: readonly string[];
  readonly #allowAddresses: boolean;

  constructor(options: { host: string; allowedHosts: readonly string[] }) {
    this.#names = ["localhost", options.host.toLowerCase(), ...options.allowedHosts.map((name) => name.toLowerCase())];
    this.#allowAddresses = !isLoopback(options.host);
  }

  /** Accepts the loopback, the configured names, and names like `bedrock-runtime.us-east-1.<one of them>`. */
  accepts(authority: string): boolean {
    const name = hostName(authority);
    if (isLoopback(name) || this.#names.includes(name)) return true;
    // An address in figures cannot be the result of rebinding a name.
    if (this.#allowAddresses && isIP(name) !== 0) return true;
    return [...this.#names, "127.0.0.1"].some((suffix) => isAwsLike(name, suffix));
  }
}

/** 127.0.0.0/8, `::1` and `localhost`. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  return name === "localhost" || name === "::1" || (isIP(name) === 4 && name.startsWith("127."));
}

/** The name of `name:port` or `[address]:port`, in lower case. */
function hostName(authority: string): string {
  const match = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(authority.toLowerCase());
  return match?.[1] ?? match?.[2] ?? "";
}

function isAwsLike(name: string, suffix: string): boolean {
  return name.endsWith(`.${suffix}`) && /^[a-z0-9-]+(\.[a-z0-9-]+){0,3}$/.test(name.slice(0, -suffix.length - 1));
}
