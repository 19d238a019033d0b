import {
  ExecuteQueryCommand,
  type ExecuteQueryCommandInput,
  NeptuneGraphClient,
  type NeptuneGraphClientConfig,
} from "@aws-sdk/client-neptune-graph";
import { onTestFinished } from "vitest";

import type { LocalAws } from "../../src/index.ts";
import { requestHttp1 } from "./raw-http.ts";
import { sign, type SigningInput } from "./signing.ts";

/** An answer of Neptune Database. */
export interface DatabaseAnswer {
  status: number;
  text: string;
  /** The body, where it is JSON. */
  json: unknown;
  trailers: Record<string, string | undefined>;
  headers: Record<string, string | string[] | undefined>;
}

/** What a request to Neptune Database is made of. */
export interface DatabaseRequest extends Partial<Pick<SigningInput, "query" | "headers" | "credentials">> {
  path: string;
  /** Posted as a form. */
  form?: Record<string, string>;
  /** Posted as JSON. */
  json?: unknown;
}

/** Sends a request that is signed by hand: there is no AWS client for these paths. */
export async function askDatabase(to: LocalAws, request: DatabaseRequest): Promise<DatabaseAnswer> {
  const { path, query, form, json, credentials } = request;
  const body = form === undefined ? JSON.stringify(json) : new URLSearchParams(form).toString();
  const type = form === undefined ? "application/json" : "application/x-www-form-urlencoded";
  const method = body === undefined ? "GET" : "POST";
  const headers = await sign({
    method,
    path,
    authority: `127.0.0.1:${to.port}`,
    service: "neptune-db",
    headers: { ...(body !== undefined && { "content-type": type }), ...request.headers },
    ...(body !== undefined && { body }),
    ...(query !== undefined && { query }),
    ...(credentials !== undefined && { credentials }),
  });
  const search = query === undefined ? "" : `?${new URLSearchParams(query)}`;
  const answer = await requestHttp1({
    url: to.url,
    method,
    path: `${path}${search}`,
    headers,
    ...(body !== undefined && { body }),
  });
  const text = answer.body.toString("utf8");
  return { status: answer.status, text, json: parsed(text), trailers: answer.trailers ?? {}, headers: answer.headers };
}

/** Sends an openCypher query and gives its rows. */
export async function openCypher(to: LocalAws, query: string, parameters?: object): Promise<unknown> {
  const form = { query, ...(parameters !== undefined && { parameters: JSON.stringify(parameters) }) };
  const { json, text } = await askDatabase(to, { path: "/openCypher", form });
  return typeof json === "object" && json !== null && "results" in json ? json.results : text;
}

/** A client for this test alone. */
export function createGraphClient(to: LocalAws, config: NeptuneGraphClientConfig = {}): NeptuneGraphClient {
  const client = new NeptuneGraphClient({ ...to.clientConfig("neptune-graph"), ...config });
  onTestFinished(() => client.destroy());
  return client;
}

/** Sends ExecuteQuery through the AWS client and gives the parsed payload. */
export async function executeQuery(
  client: NeptuneGraphClient,
  input: Omit<ExecuteQueryCommandInput, "language">,
): Promise<unknown> {
  const { payload } = await client.send(new ExecuteQueryCommand({ ...input, language: "OPEN_CYPHER" }));
  return parsed((await payload?.transformToString()) ?? "");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
