import { randomBytes } from "node:crypto";

import { sameSecret } from "./auth/sigv4.ts";
import { BodyTooLargeError, type Exchange } from "./exchange.ts";
import { checkFault } from "./check-fault.ts";
import type { FaultRules } from "./fault-rules.ts";
import { checkKendraDocuments } from "./kendra/check-kendra.ts";
import type { GraphHandle } from "./graphs/graph-options.ts";
import type { KendraHandle } from "./kendra/kendra-options.ts";
import { checkKnowledgeBaseDocuments } from "./knowledge-bases/check-knowledge-base.ts";
import type { KnowledgeBaseHandle } from "./knowledge-bases/knowledge-base-options.ts";
import type { S3VectorsAccount } from "./s3-vectors/s3-vectors-account.ts";
import { seedGraph } from "./seeding/seed-graph.ts";
import { seedVectors } from "./seeding/seed-vectors.ts";
import { callAsCode } from "./page/call-as-code.ts";
import { Page } from "./page/page.ts";
import type { StoreView } from "./page/store-view.ts";
import type { LogListener, RequestEntry, RequestLog } from "./request-log.ts";

const prefix = "/_local/";
const maxBodyBytes = 1_000_000;
/** What takes documents takes more. */
const maxDocumentBytes = 25_000_000;
const documentRoutes: ReadonlySet<string> = new Set([
  "POST knowledge-bases",
  "POST kendra-indexes",
  "POST vector-indexes",
  "POST graphs",
]);

/** What the control routes act on. */
export interface ControlParts {
  log: RequestLog;
  faults: FaultRules;
  kb: (id: string) => KnowledgeBaseHandle;
  kendra: (id: string) => KendraHandle;
  s3Vectors: S3VectorsAccount;
  /** Without an id, the graph of the Neptune Database cluster. */
  graph: (id?: string) => GraphHandle;
  /** What is stored, store by store. */
  stores: readonly StoreView[];
  /** Empties data, script, faults and log. */
  reset(): void;
  /** What `health` tells. */
  describe(): Record<string, unknown>;
}

interface ControlAnswer {
  status: number;
  body: unknown;
}

/** What a route is called with: the parameters of its path, the query, and the parsed body. */
interface ControlCall {
  parts: ControlParts;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  body: unknown;
  /** `http://127.0.0.1:4599`, as the caller sees it. */
  origin: string;
}

type ControlRoute = (call: ControlCall) => ControlAnswer | Promise<ControlAnswer>;

const mostItems = 200;

/** Each path and method under `/_local/`; `:name` stands for one segment, percent-encoded. */
const routes: Readonly<Record<string, ControlRoute>> = {
  "GET health": ({ parts }) => ok({ status: "ok", ...parts.describe() }),
  "GET requests": ({ parts, query }) => ok({ requests: parts.log.find((entry) => matchesText(entry, query)) }),
  "GET requests/:id": ({ parts, params }) => found(parts.log.find({ id: params["id"] })[0]),
  "GET requests/:id/code": ({ parts, params, origin }) => {
    const [entry] = parts.log.find({ id: params["id"] });
    return found(entry && { code: callAsCode(entry, origin) });
  },
  "DELETE requests": ({ parts }) => (parts.log.clear(), ok({})),
  "GET stores": async ({ parts }) => {
    const stores = parts.stores.map(async (store) => ({ name: store.name, containers: await store.list() }));
    return ok({ stores: await Promise.all(stores) });
  },
  "GET stores/:name/:id": async ({ parts, params, query }) => {
    const store = parts.stores.find(({ name }) => name === params["name"]);
    const [from, limit] = [countOf(query, "from", 0), countOf(query, "limit", mostItems)];
    const items = await store?.items(params["id"] ?? "", from, limit);
    return found(items && { items });
  },
  "GET faults": ({ parts }) => ok({ faults: parts.faults.list() }),
  "POST faults": ({ parts, body }) => {
    checkFault(body, "fault");
    return ok({ id: parts.faults.add(body) });
  },
  "DELETE faults": ({ parts, query }) => (parts.faults.clear(query.get("id") ?? undefined), ok({})),
  "POST knowledge-bases": async ({ parts, query, body }) => {
    const documents = listOf(body);
    checkKnowledgeBaseDocuments(documents, "documents");
    return ok({ added: await parts.kb(query.get("id") ?? "").add(documents) });
  },
  "POST kendra-indexes": async ({ parts, query, body }) => {
    const documents = listOf(body);
    checkKendraDocuments(documents, "documents");
    return ok({ added: await parts.kendra(query.get("id") ?? "").add(documents) });
  },
  "POST vector-indexes": ({ parts, query, body }) =>
    ok({ added: seedVectors(parts.s3Vectors, query.get("id") ?? "", listOf(body)) }),
  "POST graphs": async ({ parts, query, body }) => {
    const id = query.get("id") ?? "";
    return ok({ added: await seedGraph(parts.graph(id === "database" ? undefined : id), body) });
  },
  "POST reset": ({ parts }) => (parts.reset(), ok({})),
};

/** The HTTP view of an instance. Every route wants the control token in `x-local-token`; so does the page, its own way. */
export class ControlRoutes {
  /** Random for each instance. */
  readonly token: string = randomBytes(24).toString("base64url");
  readonly #parts: ControlParts;
  readonly #page: Page = new Page(this.token);

  constructor(parts: ControlParts) {
    this.#parts = parts;
  }

  /** Says whether a path is one of these, known or not. */
  owns(path: string): boolean {
    return path.startsWith(prefix) || path === "/_local";
  }

  async answer(exchange: Exchange): Promise<void> {
    const path = exchange.path.slice(prefix.length);
    if (exchange.method === "GET" && this.#page.owns(path)) {
      await this.#page.answer(exchange, path);
      return;
    }
    if (!sameSecret(exchange.headers["x-local-token"] ?? "", this.token)) {
      respond(exchange, { status: 403, body: { message: "The header x-local-token must carry the control token." } });
      return;
    }
    const query = new URLSearchParams(exchange.rawQuery);
    if (`${exchange.method} ${path}` === "GET requests" && query.has("follow")) {
      this.#follow(exchange, query);
      return;
    }
    respond(exchange, await this.#run(exchange, path, query));
  }

  async #run(exchange: Exchange, path: string, query: URLSearchParams): Promise<ControlAnswer> {
    const match = findRoute(exchange.method, path);
    if (match === undefined) {
      return { status: 404, body: { message: `Unknown control route. Known: ${Object.keys(routes).join(", ")}.` } };
    }
    try {
      const bytes = await exchange.readBody(
        documentRoutes.has(`${exchange.method} ${path}`) ? maxDocumentBytes : maxBodyBytes,
      );
      const body: unknown = bytes.length === 0 ? undefined : JSON.parse(bytes.toString("utf8"));
      const origin = String(this.#parts.describe()["url"]);
      return await match.route({ parts: this.#parts, params: match.params, query, body, origin });
    } catch (error) {
      const status = error instanceof BodyTooLargeError ? 413 : 400;
      return { status, body: { message: error instanceof Error ? error.message : String(error) } };
    }
  }

  /** One line of JSON for each request that ends from now on; with `follow=open`, for each that comes in as well. */
  #follow(exchange: Exchange, query: URLSearchParams): void {
    exchange.writeHead(200, { ...commonHeaders(), "content-type": "application/x-ndjson" });
    exchange.flushHead();
    const showsOpen = query.get("follow") === "open";
    const listener: LogListener = (entry) => {
      if ((showsOpen || entry.endedBy !== undefined) && matchesText(entry, query))
        exchange.write(Buffer.from(`${JSON.stringify(entry)}\n`));
    };
    exchange.onEnd(this.#parts.log.subscribe(listener));
  }
}

/** The route of a path, with the parameters that the path gives. */
function findRoute(method: string, path: string): { route: ControlRoute; params: Record<string, string> } | undefined {
  const given = path.split("/");
  for (const [name, route] of Object.entries(routes)) {
    const [routeMethod, pattern = ""] = name.split(" ");
    const wanted = pattern.split("/");
    const fits = wanted.every((segment, index) => segment.startsWith(":") || segment === given[index]);
    if (routeMethod !== method || wanted.length !== given.length || !fits) continue;
    const params = wanted.flatMap((segment, index) =>
      segment.startsWith(":") ? [[segment.slice(1), decode(given[index] ?? "")]] : [],
    );
    return { route, params: Object.fromEntries(params) };
  }
  return undefined;
}

/** A segment that is not encoded well stands for itself. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function countOf(query: URLSearchParams, name: string, fallback: number): number {
  const given = query.get(name);
  if (given === null) return fallback;
  if (!/^\d{1,9}$/.test(given)) throw new Error(`${name} must be a whole number.`);
  return name === "limit" ? Math.min(Number(given), mostItems) : Number(given);
}

function found(body: unknown): ControlAnswer {
  return body === undefined ? { status: 404, body: { message: "There is no such thing here." } } : ok(body);
}

function matchesText(entry: Readonly<RequestEntry>, query: URLSearchParams): boolean {
  return (["service", "operation", "model"] as const).every((name) => {
    const wanted = query.get(name);
    return wanted === null || wanted === entry[name];
  });
}

function listOf(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body;
  throw new Error("The body must be a list.");
}

function ok(body: unknown): ControlAnswer {
  return { status: 200, body };
}

function respond(exchange: Exchange, { status, body }: ControlAnswer): void {
  exchange.answer(status, { ...commonHeaders(), "content-type": "application/json" }, JSON.stringify(body));
}

function commonHeaders(): Record<string, string> {
  return { date: new Date().toUTCString() };
}
