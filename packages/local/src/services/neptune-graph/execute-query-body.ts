import { ServiceError } from "../../operation.ts";

/** The body of ExecuteQuery, checked. The wire calls these members `query` and `explain`. */
export interface ExecuteQueryBody {
  queryString: string;
  parameters: Readonly<Record<string, unknown>>;
  explainMode?: string;
  queryTimeoutMilliseconds?: number;
}

const languages: readonly unknown[] = ["OPEN_CYPHER"];
const planCaches: readonly unknown[] = ["ENABLED", "DISABLED", "AUTO"];
const explainModes: readonly unknown[] = ["STATIC", "DETAILS"];

/** @throws ServiceError `ValidationException` naming the member */
export function parseExecuteQueryBody(body: unknown): ExecuteQueryBody {
  const { query, language, parameters, planCache, explain, queryTimeoutMilliseconds: timeoutMs } = toRecord(body);
  if (typeof query !== "string" || query === "") throw invalid("queryString must not be empty");
  if (!languages.includes(language)) throw invalid("language must be OPEN_CYPHER");
  if (parameters !== undefined && !isRecord(parameters)) throw invalid("parameters must be an object");
  if (planCache !== undefined && !planCaches.includes(planCache))
    throw invalid("planCache must be ENABLED, DISABLED or AUTO");
  if (explain !== undefined && !explainModes.includes(explain)) throw invalid("explain must be STATIC or DETAILS");
  if (timeoutMs !== undefined && (!Number.isInteger(timeoutMs) || Number(timeoutMs) < 1)) {
    throw invalid("queryTimeoutMilliseconds must be a whole number above 0");
  }
  return {
    queryString: query,
    parameters: isRecord(parameters) ? parameters : {},
    ...(typeof explain === "string" && { explainMode: explain }),
    ...(typeof timeoutMs === "number" && { queryTimeoutMilliseconds: timeoutMs }),
  };
}

function invalid(message: string): ServiceError {
  return new ServiceError("ValidationException", 400, message, { reason: "ILLEGAL_ARGUMENT" });
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  if (isRecord(value)) return value;
  throw invalid("The body must be a JSON object");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
