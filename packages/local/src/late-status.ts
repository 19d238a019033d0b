import type { FaultAction } from "./fault.ts";

/** How an answer of Neptune Database ends. */
export interface Ending {
  body: string;
  /** For a client that takes trailers. */
  trailers?: Record<string, string>;
  /** The error that the answer ended with. */
  errorType?: string;
}

const defaultError = { type: "TimeLimitExceededException", message: "Operation terminated (deadline exceeded)" };

/**
 * The end of an answer that was begun with 200: in trailers where the request has `te: trailers`, else, when it is an
 * error, as an object behind the part of the body that was sent.
 *
 * Source: "Optional HTTP trailing headers for multi-part responses", Neptune User Guide.
 */
export function endLate(
  body: string,
  lateError: FaultAction["lateError"],
  { takesTrailers, requestId }: { takesTrailers: boolean; requestId: string },
): Ending {
  const error = toError(lateError);
  if (error === undefined) return { body, ...(takesTrailers && { trailers: { "X-Neptune-Status": "200 OK" } }) };
  const detail = JSON.stringify({
    requestId,
    code: error.type,
    detailedMessage: error.message,
    message: error.message,
  });
  const part = body.slice(0, Math.floor(body.length / 2));
  if (!takesTrailers) return { body: part + detail, errorType: error.type };
  const trailers = { "X-Neptune-Status": `500 ${error.type}`, "X-Neptune-Detail": encodeURIComponent(detail) };
  return { body: part, trailers, errorType: error.type };
}

function toError(asked: FaultAction["lateError"]): { type: string; message: string } | undefined {
  if (asked === undefined || asked === false) return undefined;
  if (asked === true) return defaultError;
  return typeof asked === "string" ? { ...defaultError, message: asked } : asked;
}
