import { RespError } from "../resp/reply.ts";

/** A whole number of 64 bits or fewer. @throws RespError in Redis's words */
export function integerOf(argument: Buffer | undefined): number {
  const text = argument?.toString("latin1") ?? "";
  const value = Number(text);
  if (!/^[+-]?\d{1,19}$/.test(text) || !Number.isSafeInteger(value)) {
    throw new RespError("ERR value is not an integer or out of range");
  }
  return value;
}
