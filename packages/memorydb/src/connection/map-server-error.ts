import { AwsLangChainError, isAbortError } from "@langchain-aws/core";
import {
  MemoryDBAuthError,
  MemoryDBConnectionError,
  MemoryDBError,
  type MemoryDBErrorFields,
  MemoryDBUnsupportedError,
} from "../errors.ts";

/** Codes with which a server begins its errors, and what they are here. */
const authCodes = ["WRONGPASS", "NOAUTH", "NOPERM"];
/** The same command may succeed in a moment. */
const passingCodes = ["CLUSTERDOWN", "TRYAGAIN", "LOADING", "MASTERDOWN", "READONLY"];
const networkCodes = ["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EPIPE", "ENOTFOUND", "EHOSTUNREACH"];
const networkNames = /(?:socket|client|connection|disconnects|reconnect|timeout|closing|root nodes)/i;

/** The code of a server's error: `OOM` of `OOM command not allowed …`. */
export function serverCode(error: unknown): string | undefined {
  return /^([A-Z][A-Z0-9_]+)(?: |$)/.exec(error instanceof Error ? error.message : "")?.[1];
}

/** Whether the server did not answer at all. */
export function isNetworkError(error: unknown): boolean {
  if (!(error instanceof Error) || serverCode(error) !== undefined) return false;
  const code = "code" in error ? String(error.code) : "";
  return (
    networkCodes.includes(code) ||
    (error.name !== "ErrorReply" &&
      networkNames.test(`${error.constructor.name} ${error.message}`) &&
      !isServerText(error))
  );
}

/** Whether the same command may succeed in a moment. */
export function isPassing(error: unknown): boolean {
  // Time that has run out is not given again, and nobody was asked without credentials.
  if (AwsLangChainError.isInstance(error)) return false;
  return isNetworkError(error) || passingCodes.includes(serverCode(error) ?? "");
}

/** Whether the server has no search. */
export function isUnknownCommand(error: unknown): boolean {
  return error instanceof Error && /unknown command/i.test(error.message);
}

/** Our error for one of the client's or the server's. Errors of ours, `AwsCredentialsError` among them, and aborts stay as they are. */
export function mapServerError(error: unknown, fields: MemoryDBErrorFields): Error {
  if (AwsLangChainError.isInstance(error) && error instanceof Error) return error;
  if (isAbortError(error) && error instanceof Error) return error;
  const text = error instanceof Error ? error.message : String(error);
  const code = serverCode(error);
  const what = fields.command ?? "A command";
  const facts = { ...fields, cause: error };
  if (code !== undefined && authCodes.includes(code)) {
    return new MemoryDBAuthError(`${what} was refused: ${text}`, { awsCode: code, ...facts, hint: authHint(code) });
  }
  if (isUnknownCommand(error) && what.startsWith("FT.")) {
    return new MemoryDBUnsupportedError(
      `${what} is unknown to the server: vector search is not enabled on this cluster. MemoryDB enables it when a cluster is created, ElastiCache with Valkey 8.2.`,
      facts,
    );
  }
  if (isNetworkError(error))
    return new MemoryDBConnectionError(`${what} got no answer: ${text || "the connection failed"}.`, facts);
  const retryable = passingCodes.includes(code ?? "");
  return new MemoryDBError(
    `${what} failed: ${text}`,
    code === undefined ? { ...facts, retryable } : { ...facts, retryable, awsCode: code },
  );
}

function authHint(code: string): string {
  return code === "NOPERM"
    ? "The user's access string has to allow the command, and the keys of the prefix. Without INFO, pass `engine` and `cluster`."
    : "Check user and password, or the IAM policy for memorydb:Connect.";
}

/** Errors of search engines have no code, and name parts of the query. */
function isServerText(error: Error): boolean {
  return ["SimpleError", "BlobError", "ReplyError", "RequestError"].includes(error.constructor.name);
}
