import type { WireRequest } from "../../operation.ts";

/** The members of a form that was posted. */
export function readForm({ rawBody }: Pick<WireRequest, "rawBody">): URLSearchParams {
  return new URLSearchParams(Buffer.from(rawBody).toString("utf8"));
}
