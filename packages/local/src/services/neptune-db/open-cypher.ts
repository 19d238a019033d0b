import { authorizeAction } from "../../auth/authenticate.ts";
import { toJsonText } from "../../engines/neptune-shapes.ts";
import { runQuery } from "../../graphs/run-query.ts";
import { type LocalState, type Operation, ServiceError, type WireAnswer, type WireRequest } from "../../operation.ts";
import { readForm } from "./form.ts";
import { toDatabaseError } from "./refuse.ts";

const shared = {
  name: "ExecuteOpenCypherQuery",
  service: "neptune-db",
  method: "POST",
  action: "neptune-db:ReadDataViaQuery",
  bodyLimit: 150_000_000,
} as const;

/** openCypher over a form. Source: "The Amazon Neptune openCypher HTTPS endpoint", Neptune User Guide. */
export const openCypher: Operation = {
  ...shared,
  path: "/openCypher",
  bodyKind: "raw",
  async handle(request, state) {
    const form = readForm(request);
    return await answer(request, state, {
      query: form.get("query"),
      parameters: form.get("parameters"),
      explain: form.get("explain"),
    });
  },
};

/** The same over JSON, as the AWS SDK sends it. Source: "ExecuteOpenCypherQuery", Neptune Data API Reference. */
export const openCypherByJson: Operation = {
  ...shared,
  path: "/opencypher",
  bodyKind: "raw",
  async handle(request, state) {
    const { query, parameters } = readBody(request);
    return await answer(request, state, { query, parameters, explain: null });
  },
};

interface Asked {
  query: unknown;
  parameters: unknown;
  explain: string | null;
}

/** This path takes a form as well. */
function readBody(request: WireRequest): { query: unknown; parameters: unknown } {
  if (!(request.headers["content-type"] ?? "").includes("json")) {
    const form = readForm(request);
    return { query: form.get("query"), parameters: form.get("parameters") };
  }
  const body = parseJson(Buffer.from(request.rawBody).toString("utf8"), "The body");
  return { query: body["query"], parameters: body["parameters"] ?? null };
}

const explainModes: readonly string[] = ["static", "dynamic", "details"];

async function answer(request: WireRequest, state: LocalState, asked: Asked): Promise<WireAnswer> {
  const { query, parameters, explain } = asked;
  if (typeof query !== "string" || query.trim() === "") {
    throw new ServiceError("MissingParameterException", 400, "Missing required parameter: query");
  }
  if (explain !== null && !explainModes.includes(explain)) {
    throw new ServiceError("InvalidParameterException", 400, `Invalid explain mode: ${explain}`);
  }
  const graph = state.graphs.database;
  const allow = (action: string): void =>
    authorizeAction(state.options, request.auth, `neptune-db:${action}`, () => "*");
  try {
    const result = await runQuery(
      graph,
      {
        statement: query,
        parameters: typeof parameters === "string" ? parseJson(parameters, "parameters") : {},
        ...(explain !== null && { explain }),
        authorize: ({ writes, deletes }) => {
          if (writes) allow("WriteDataViaQuery");
          if (deletes) allow("DeleteDataViaQuery");
        },
        signal: request.signal,
      },
      hasStoredSchema(graph.options.engineVersion ?? "1.4.5.0") ? "stored" : "never",
    );
    if (typeof result === "string") return { kind: "raw", contentType: "text/plain", body: result };
    return { kind: "raw", contentType: "application/json", body: toJsonText({ results: result }), lateStatus: true };
  } catch (error) {
    throw toDatabaseError(error);
  }
}

function parseJson(text: string, what: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Refused below, with what is an object in no other form either.
  }
  throw new ServiceError("InvalidParameterException", 400, `${what} must be a JSON object`);
}

/** Since engine release 1.4.8.0. */
function hasStoredSchema(version: string): boolean {
  const numbers = version.split(".").map(Number);
  const since = [1, 4, 8, 0];
  for (const [index, least] of since.entries()) {
    const number = numbers[index] ?? 0;
    if (number !== least) return number > least;
  }
  return true;
}
