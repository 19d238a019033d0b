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
  /** Empties data, script, faults and log. */
  reset(): void;
  /** What `health` tells. */
  describe(): Record<string, unknown>;
}

interface ControlAnswer {
  status: number;
  body: unknown;
}

type ControlRoute = (
  parts: ControlParts,
  query: URLSearchParams,
  body: unknown,
) => ControlAnswer | Promise<ControlAnswer>;

/** Each path and method under `/_local/`. */
const routes: Readonly<Record<string, ControlRoute>> = {
  "GET health": (parts) => ok({ status: "ok", ...parts.describe() }),
  "GET requests": ({ log }, query) => ok({ requests: log.find((entry) => matchesText(entry, query)) }),
  "DELETE requests": ({ log }) => (log.clear(), ok({})),
  "GET faults": ({ faults }) => ok({ faults: faults.list() }),
  "POST faults": ({ faults }, _query, body) => {
    checkFault(body, "fault");
    return ok({ id: faults.add(body) });
  },
  "DELETE faults": ({ faults }, query) => (faults.clear(query.get("id") ?? undefined), ok({})),
  "POST knowledge-bases": async ({ kb }, query, body) => {
    const documents = listOf(body);
    checkKnowledgeBaseDocuments(documents, "documents");
    return ok({ added: await kb(query.get("id") ?? "").add(documents) });
  },
  "POST kendra-indexes": async ({ kendra }, query, body) => {
    const documents = listOf(body);
    checkKendraDocuments(documents, "documents");
    return ok({ added: await kendra(query.get("id") ?? "").add(documents) });
  },
  "POST vector-indexes": ({ s3Vectors }, query, body) =>
    ok({ added: seedVectors(s3Vectors, query.get("id") ?? "", listOf(body)) }),
  "POST graphs": async ({ graph }, query, body) => {
    const id = query.get("id") ?? "";
    return ok({ added: await seedGraph(graph(id === "database" ? undefined : id), body) });
  },
  "POST reset": (parts) => (parts.reset(), ok({})),
};

/** The HTTP view of an instance. Every route wants the control token in `x-local-token`. */
export class ControlRoutes {
  /** Random for each instance. */
  readonly token: string = randomBytes(24).toString("base64url");
  readonly #parts: ControlParts;

  constructor(parts: ControlParts) {
    this.#parts = parts;
  }

  /** Says whether a path is one of these, known or not. */
  owns(path: string): boolean {
    return path.startsWith(prefix);
  }

  async answer(exchange: Exchange): Promise<void> {
    const name = `${exchange.method} ${exchange.path.slice(prefix.length)}`;
    if (!sameSecret(exchange.headers["x-local-token"] ?? "", this.token)) {
      respond(exchange, { status: 403, body: { message: "The header x-local-token must carry the control token." } });
      return;
    }
    const query = new URLSearchParams(exchange.rawQuery);
    if (name === "GET requests" && query.has("follow")) {
      this.#follow(exchange, query);
      return;
    }
    respond(exchange, await this.#run(exchange, name, query));
  }

  async #run(exchange: Exchange, name: string, query: URLSearchParams): Promise<ControlAnswer> {
    const route = routes[name];
    if (route === undefined) {
      return { status: 404, body: { message: `Unknown control route. Known: ${Object.keys(routes).join(", ")}.` } };
    }
    try {
      const body = await exchange.readBody(documentRoutes.has(name) ? maxDocumentBytes : maxBodyBytes);
      return await route(this.#parts, query, body.length === 0 ? undefined : JSON.parse(body.toString("utf8")));
    } catch (error) {
      const status = error instanceof BodyTooLargeError ? 413 : 400;
      return { status, body: { message: error instanceof Error ? error.message : String(error) } };
    }
  }

  /** One line of JSON for each request that ends from now on. */
  #follow(exchange: Exchange, query: URLSearchParams): void {
    exchange.writeHead(200, { ...commonHeaders(), "content-type": "application/x-ndjson" });
    exchange.flushHead();
    const listener: LogListener = (entry) => {
      if (entry.endedBy !== undefined && matchesText(entry, query))
        exchange.write(Buffer.from(`${JSON.stringify(entry)}\n`));
    };
    exchange.onEnd(this.#parts.log.subscribe(listener));
  }
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
