import { numberProperty, property, stringProperty } from "./property.ts";

/** What an error of the AWS SDK, of Node or of `fetch` says about itself, read by shape alone. */
export interface AwsErrorFacts {
  /** The exception's name, without namespace or URL; absent when the error has none of its own. */
  awsCode?: string;
  /** The text for a person; empty when the error carries none. */
  message: string;
  httpStatusCode?: number;
  requestId?: string;
  originalStatusCode?: number;
  originalMessage?: string;
  resourceName?: string;
  /** The system's own code, such as `ECONNRESET`, of the error or of what caused it. */
  systemCode?: string;
  /** Whether the body was not JSON: the SDK then lets the parser's own error out. */
  nonJsonBody: boolean;
}

/** Names that say nothing about what AWS answered. */
const emptyNames: ReadonlySet<string> = new Set([
  "",
  "Unknown",
  "UnknownError",
  "Error",
  "AggregateError",
  "RangeError",
  "ReferenceError",
  "SyntaxError",
  "TypeError",
]);

/** An exception's name is a word; anything longer is not one. */
const longestName = 120;

/** Reads the facts of anything that was thrown. Never throws itself, never depends on a class. */
export function readAwsErrorFacts(error: unknown): AwsErrorFacts {
  const metadata = property(error, "$metadata");
  const httpStatusCode = readStatus(numberProperty(metadata, "httpStatusCode"));
  const name = shortName(stringProperty(error, "name") ?? "");
  const facts: AwsErrorFacts = {
    awsCode: emptyNames.has(name) || name.length > longestName ? undefined : name,
    message: readMessage(error),
    httpStatusCode,
    requestId: stringProperty(metadata, "requestId"),
    originalStatusCode: numberProperty(error, "originalStatusCode") ?? numberProperty(error, "OriginalStatusCode"),
    originalMessage: stringProperty(error, "originalMessage") ?? stringProperty(error, "OriginalMessage"),
    resourceName: stringProperty(error, "resourceName"),
    systemCode: stringProperty(error, "code") ?? stringProperty(property(error, "cause"), "code"),
    nonJsonBody: name === "SyntaxError" && httpStatusCode !== undefined,
  };
  return facts;
}

/** `com.amazonaws.bedrock#ThrottlingException:http://…` is how the wire may spell `ThrottlingException`. */
function shortName(name: string): string {
  return name.replace(/^.*#/s, "").replace(/:.*$/s, "").trim();
}

function readStatus(status: number | undefined): number | undefined {
  return status !== undefined && status >= 100 && status <= 599 ? status : undefined;
}

function readMessage(error: unknown): string {
  if (typeof error === "string") return error;
  const message = stringProperty(error, "message") ?? stringProperty(error, "Message") ?? "";
  // Exceptions of a stream that the SDK has no model for arrive with their raw JSON as text.
  if (!message.trimStart().startsWith("{")) return message.trim() === "UnknownError" ? "" : message;
  try {
    const body: unknown = JSON.parse(message);
    return stringProperty(body, "message") ?? stringProperty(body, "Message") ?? "";
  } catch {
    return message;
  }
}
