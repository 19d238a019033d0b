import {
  NeptuneAccessDeniedError,
  NeptuneConnectionError,
  NeptuneGraphNotFoundError,
  NeptuneMalformedQueryError,
  NeptuneMemoryLimitError,
  NeptuneQueryTimeoutError,
  NeptuneReadOnlyViolationError,
  NeptuneServerError,
  NeptuneStatisticsUnavailableError,
  NeptuneThrottledError,
  NeptuneUnsupportedOperationError,
} from "./errors.ts";
import type { ErrorClass, FailureFacts } from "./map-neptune-error.ts";

/** What the hints speak of. */
export interface HintContext {
  /** The name that requests are signed for. */
  readonly service: "neptune-db" | "neptune-graph";
  /** Where requests go, without user information. */
  readonly endpoint: string;
  /** The region in the signature, once it is known. */
  readonly region?: string;
  /** Whether requests are signed. */
  readonly isSigned: boolean;
  /** The IAM action that the operation needs. */
  readonly action: string;
  /** The release of the engine, once it is known. */
  readonly engineVersion?: string;
  /** For Neptune Analytics. */
  readonly graphIdentifier?: string;
  /** Milliseconds that this side waits. */
  readonly requestTimeoutMs: number;
}

type Hint = (context: HintContext, facts: FailureFacts) => string;

const reach: Hint = ({ service, endpoint }) =>
  service === "neptune-db"
    ? `Tried ${endpoint}. Neptune Database normally answers only inside its VPC: run inside it (or through a tunnel), and ` +
      "check the security group, which must let port 8182 in, and the host name."
    : `Tried ${endpoint}. Check the region, the graph's public connectivity or its private endpoint, and \`disableHostPrefix\`.`;

const allow: Hint = ({ service, region, isSigned, action }) =>
  isSigned
    ? `The identity needs the IAM action ${action} on this resource. The request was signed for ${service}` +
      `${region === undefined ? "" : ` in ${region}`}; the resource's own region must be the same.`
    : "The request was not signed (`sign: false`), and the cluster demands IAM authentication.";

const statistics: Hint = () =>
  "Summaries need statistics, which exist from engine 1.2.1.0 on and not on t3 and t4g instances. Trigger them with POST " +
  '{"mode":"refresh"} to /propertygraph/statistics, or do without: `schemaSource: "pg_schema"`, `schemaSource: "scan"`, or ' +
  "`allowSchemaScan: true`, which samples the graph when there are no statistics.";

const timeout: Hint = ({ service, requestTimeoutMs }, { status }) =>
  status === undefined
    ? `The limit of this side, \`requestTimeoutMs\` (${requestTimeoutMs}), ran out.`
    : `The service's limit ran out: narrow the query, raise \`queryTimeoutMs\`${
        service === "neptune-db" ? " and the cluster parameter neptune_query_timeout, the smaller of which holds" : ""
      }.`;

const hints = (): ReadonlyMap<ErrorClass, Hint> =>
  new Map<ErrorClass, Hint>([
    [NeptuneConnectionError, reach],
    [NeptuneAccessDeniedError, allow],
    [NeptuneStatisticsUnavailableError, statistics],
    [
      NeptuneGraphNotFoundError,
      ({ graphIdentifier, region = "?", endpoint }) =>
        graphIdentifier === undefined
          ? `There is nothing of that name at ${endpoint}. Check the endpoint, and \`sparqlPath\` for SPARQL.`
          : `Looked for the graph ${graphIdentifier} in ${region} at ${endpoint}. Check both, and \`disableHostPrefix\` for endpoints of your own.`,
    ],
    [NeptuneMalformedQueryError, () => "The query is in the `query` of this error."],
    [
      NeptuneUnsupportedOperationError,
      ({ engineVersion }) => `The engine${engineVersion === undefined ? "" : ` ${engineVersion}`} does not do this.`,
    ],
    [NeptuneQueryTimeoutError, timeout],
    [NeptuneMemoryLimitError, () => "Narrow the query: fewer rows, shorter paths, a LIMIT."],
    [
      NeptuneThrottledError,
      () => "An instance queues 8,192 queries at most. Lower `maxConcurrency`, raise `maxRetries`, or add a reader.",
    ],
    [NeptuneReadOnlyViolationError, () => "The service refused it: this endpoint may only read."],
    [
      NeptuneServerError,
      (_context, { code }) =>
        code === undefined
          ? "What answered is not Neptune: check the endpoint, and proxies on the way."
          : "Try again later.",
    ],
  ]);

let table: ReadonlyMap<ErrorClass, Hint> | undefined;

/** What to do about a failure. */
export function hintFor(Class: ErrorClass, facts: FailureFacts, context: HintContext): string | undefined {
  table ??= hints();
  return table.get(Class)?.(context, facts);
}
