import { createHash } from "node:crypto";

import { sameSecret } from "../auth/sigv4.ts";
import type { Exchange } from "../exchange.ts";
import { appMarkup, doorMarkup } from "./markup.ts";
import { readScript } from "./node.ts";
import { styles } from "./styles.ts";

const scripts: ReadonlySet<string> = new Set(["app.js", "calls.js", "detail.js", "dom.js", "server.js", "stores.js"]);
const cookieName = "local-token";

/**
 * The web page of an instance.
 *
 * Whoever opens it shows the control token once, in the address; a cookie that no script reads and no other site
 * sends keeps it for the next time. The page may load nothing from anywhere else.
 */
export class Page {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  /** Whether a path below `/_local/` is a part of the page. */
  owns(path: string): boolean {
    return path === "" || path === "app.css" || scripts.has(path);
  }

  async answer(exchange: Exchange, path: string): Promise<void> {
    if (path === "app.css") send(exchange, 200, "text/css", styles);
    else if (scripts.has(path)) send(exchange, 200, "text/javascript", await readScript(path));
    else this.#answerPage(exchange);
  }

  #answerPage(exchange: Exchange): void {
    const given = new URLSearchParams(exchange.rawQuery).get("token");
    const known = given ?? cookieOf(exchange.headers["cookie"], this.#cookieName(exchange));
    if (known === undefined || !sameSecret(known, this.#token)) {
      send(exchange, 403, "text/html", doorMarkup(given !== null));
      return;
    }
    const cookie = `${this.#cookieName(exchange)}=${this.#token}; Path=/_local/; HttpOnly; SameSite=Strict`;
    send(exchange, 200, "text/html", appMarkup(this.#token), { "set-cookie": cookie });
  }

  /** Cookies do not tell ports apart, and several instances may run. */
  #cookieName({ authority }: Exchange): string {
    return `${cookieName}-${createHash("sha256").update(authority).digest("hex").slice(0, 8)}`;
  }
}

function cookieOf(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? "").split(";").map((pair) => pair.trim().split("="));
  return pairs.find(([key]) => key === name)?.[1];
}

function send(
  exchange: Exchange,
  status: number,
  type: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const common = {
    "content-type": `${type}; charset=utf-8`,
    "cache-control": "no-store",
    "content-security-policy":
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    date: new Date().toUTCString(),
  };
  exchange.answer(status, { ...common, ...headers }, body);
}
