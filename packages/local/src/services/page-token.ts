import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";

import { ServiceError } from "../operation.ts";

/** The `nextToken` of the page of an answer that begins there; it is good for the same request only. */
export function tokenOf(offset: number, request: unknown): string {
  return Buffer.from(`${offset}.${digestOf(request)}`).toString("base64url");
}

/**
 * Where the page of a `nextToken` begins; 0 without one.
 *
 * @throws ServiceError `ValidationException` for a token of another request
 */
export function offsetOf(token: string | undefined, request: unknown): number {
  if (token === undefined) return 0;
  const [offset = "", digest] = Buffer.from(token, "base64url").toString().split(".");
  if (/^\d{1,9}$/.test(offset) && digest === digestOf(request)) return Number(offset);
  throw new ServiceError("ValidationException", 400, "The provided nextToken is invalid.");
}

function digestOf(request: unknown): string {
  return createHash("sha256").update(JSON.stringify(request)).digest("base64url").slice(0, 16);
}
