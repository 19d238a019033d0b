import type { LocalState, WireRequest } from "../../operation.ts";

/** The ARN of the index that a request names, for a refusal of the action. */
export function indexArn({ body }: WireRequest, { options }: LocalState): string {
  const id = textMember(body, "IndexId") ?? textMember(body, "Id");
  return id === undefined ? "*" : `arn:aws:kendra:${options.region}:${options.accountId}:index/${id}`;
}

function textMember(body: unknown, name: string): string | undefined {
  const value: unknown = typeof body === "object" && body !== null ? Reflect.get(body, name) : undefined;
  return typeof value === "string" ? value : undefined;
}
