import { S3VectorsConfigError } from "../errors.ts";

const longestId = 1_024;

/**
 * The id of an input: what the call says, else the document's own, else a random one of 32 hex digits.
 *
 * @throws S3VectorsConfigError for an id that the service does not take
 */
export function idOf(index: number, given: unknown, own: unknown): string {
  const id = given ?? own ?? undefined;
  if (id === undefined) return randomId();
  const where = given === undefined || given === null ? `documents[${index}].id` : `ids[${index}]`;
  if (typeof id !== "string") throw new S3VectorsConfigError(`${where} must be a text.`, { code: "INVALID_ID" });
  checkId(id, where);
  return id;
}

/** @throws S3VectorsConfigError for an id that is empty or too long */
export function checkId(id: string, where: string): void {
  if (id.length >= 1 && id.length <= longestId) return;
  throw new S3VectorsConfigError(`${where} has ${id.length} characters; an id has 1 to ${longestId}.`, {
    code: "INVALID_ID",
  });
}

function randomId(): string {
  return globalThis.crypto.randomUUID().replaceAll("-", "");
}
