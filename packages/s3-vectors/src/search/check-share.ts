import { S3VectorsConfigError } from "../errors.ts";

/** @throws S3VectorsConfigError for what is no number from 0 to 1 */
export function checkShare(name: string, value: unknown): void {
  if (typeof value === "number" && value >= 0 && value <= 1) return;
  throw new S3VectorsConfigError(`${name} must be a number from 0 to 1.`, { code: "CONFIG_INVALID_NUMBER" });
}
