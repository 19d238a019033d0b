import type { AwsErrorFacts } from "./aws-error-facts.ts";

/** What a failure is, cut by what the caller can do next. */
export type AwsErrorKind =
  | "overflow"
  | "region"
  | "credentials"
  | "access"
  | "throttling"
  | "quota"
  | "validation"
  | "conflict"
  | "not-found"
  | "not-ready"
  | "timeout"
  | "model"
  | "service"
  | "network"
  | "stream"
  | "unknown";

/**
 * Exception names, lower case and without `Error` and `Exception` at the end, so that `ThrottlingException`,
 * `throttlingException` of a stream and `Throttling` of a query protocol meet in one row.
 */
const kindByName: readonly (readonly [AwsErrorKind, readonly string[]])[] = [
  ["access", ["accessdenied", "notauthorized", "forbidden"]],
  [
    "credentials",
    [
      "credentialsprovider",
      "tokenprovider",
      "unrecognizedclient",
      "invalidclienttokenid",
      "invalidaccesskeyid",
      "invalidsignature",
      "signaturedoesnotmatch",
      "missingauthenticationtoken",
      "incompletesignature",
      "expiredtoken",
      "requestexpired",
      "requestinthefuture",
      "requesttimetooskewed",
      "authfailure",
      "unauthorized",
      "unauthorizedssotoken",
      "invalididentitytoken",
    ],
  ],
  // Those that the SDK itself treats as throttling, LimitExceeded apart, which names a limit that waiting does not lift.
  [
    "throttling",
    [
      "throttling",
      "throttled",
      "toomanyrequests",
      "requestlimitexceeded",
      "requestthrottled",
      "bandwidthlimitexceeded",
      "ec2throttled",
      "priorrequestnotcomplete",
      "provisionedthroughputexceeded",
      "slowdown",
      "transactioninprogress",
      "concurrentmodification",
    ],
  ],
  ["quota", ["servicequotaexceeded", "limitexceeded"]],
  ["validation", ["validation", "badrequest", "invalidrequest", "malformedrequest", "serialization", "unprocessable"]],
  ["conflict", ["conflict"]],
  ["not-found", ["resourcenotfound", "notfound", "modelnotfound"]],
  ["not-ready", ["modelnotready"]],
  ["timeout", ["modeltimeout", "timeout", "requesttimeout"]],
  ["model", ["model"]],
  ["stream", ["modelstream", "internalstream"]],
  [
    "service",
    [
      "internalserver",
      "internalfailure",
      "internaldependency",
      "internal",
      "serviceunavailable",
      "dependencyfailed",
      "badgateway",
    ],
  ],
];

const kindByStatus: Readonly<Record<number, AwsErrorKind>> = {
  401: "credentials",
  403: "access",
  404: "not-found",
  408: "timeout",
  409: "conflict",
  424: "model",
  429: "throttling",
};

/** Codes of the system and of Node's HTTP and `fetch` for a connection that failed or broke. */
const networkCodes: ReadonlySet<string> = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_SOCKET",
  "UND_ERR_CONNECT_TIMEOUT",
  "ERR_HTTP2_STREAM_ERROR",
  "ERR_HTTP2_STREAM_CANCEL",
  "ERR_HTTP2_SESSION_ERROR",
  "ERR_HTTP2_GOAWAY_SESSION",
]);

/** Texts of errors that have neither a telling name nor a status. The first row that matches decides. */
const kindByText: readonly (readonly [RegExp, AwsErrorKind])[] = [
  [/^(?:truncated|corrupt) event message/i, "stream"],
  [/region is missing/i, "region"],
  [
    /credential is missing|could not load credentials|credential object is not valid|token is expired|not have an IdentityProvider|could not be signed with/i,
    "credentials",
  ],
  [/http2 request did not get a response|unexpected error: http2|socket hang up/i, "network"],
  [/^(?:fetch failed|failed to fetch|load failed|network request failed)|networkerror when attempting/i, "network"],
];

/** Texts of an input that is too long, in the words of the providers on Amazon Bedrock. */
const overflowTexts: readonly RegExp[] = [
  /input is too long/i,
  /prompt is too long/i,
  /exceeds? context limit/i,
  /maximum context length/i,
  /exceeds the maximum (?:number of )?(?:input )?tokens/i,
  /too many input tokens/i,
  /too many total text bytes/i,
  /context window/i,
];

/** Texts that turn one kind into a more telling one. The first row that matches decides. */
const refinements: readonly { from: readonly AwsErrorKind[]; when: RegExp; to: AwsErrorKind }[] = [
  ...overflowTexts.map((when) => ({ from: ["validation" as const], when, to: "overflow" as const })),
  {
    from: ["validation"],
    when: /model identifier is invalid|reached the end of its life|end[- ]of[- ]life/i,
    to: "not-found",
  },
  { from: ["throttling"], when: /too many tokens per day|tokens per day/i, to: "quota" },
  // A connection that never came about is the network's doing; one that did not answer in time is the timeout's.
  { from: ["network"], when: /exceeded the configured \d+ ms requestTimeout/i, to: "timeout" },
  { from: ["timeout"], when: /not establish a connection|http2 request did not get a response/i, to: "network" },
];

/** Classifies by name, then by HTTP status, then by text. */
export function classifyAwsError(facts: AwsErrorFacts): AwsErrorKind {
  // Node's HTTP handler calls a broken or refused connection a TimeoutError as well; the system's code tells.
  const name = isNetworkCode(facts.systemCode) ? undefined : kindOfName(facts);
  const kind = name ?? kindOfStatus(facts.httpStatusCode) ?? kindOfText(facts) ?? "unknown";
  const refined = refinements.find((row) => row.from.includes(kind) && row.when.test(facts.message));
  return refined?.to ?? kind;
}

function kindOfName({ awsCode }: AwsErrorFacts): AwsErrorKind | undefined {
  const name = awsCode?.replace(/(?:Error|Fault)?(?:Exception)?$/i, "").toLowerCase();
  return name === undefined ? undefined : kindByName.find(([, names]) => names.includes(name))?.[0];
}

function kindOfStatus(status: number | undefined): AwsErrorKind | undefined {
  // A 2xx that could not be read says nothing about the request.
  if (status === undefined || status < 400) return undefined;
  return kindByStatus[status] ?? (status >= 500 ? "service" : "validation");
}

function kindOfText({ systemCode, message }: AwsErrorFacts): AwsErrorKind | undefined {
  if (isNetworkCode(systemCode)) return "network";
  return kindByText.find(([pattern]) => pattern.test(message))?.[1];
}

function isNetworkCode(code: string | undefined): boolean {
  return code !== undefined && networkCodes.has(code);
}
