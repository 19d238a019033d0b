import { NeptuneConfigError } from "../errors.ts";

/**
 * A label, type or property name in backticks, as it can stand in a query whatever it holds.
 *
 * @throws NeptuneConfigError for an empty name, and one with control characters
 */
export function quoteCypherIdentifier(name: string): string {
  if (isQuotable(name)) return `\`${name.replaceAll("`", "``")}\``;
  throw new NeptuneConfigError("A name in openCypher must not be empty, nor have control characters.", {
    code: "CONFIG_INVALID_IDENTIFIER",
  });
}

/** Whether a name can be quoted. */
export const isQuotable = (name: string): boolean => name !== "" && !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(name);

/** The name as a model should write it: bare where it may be, else in backticks. */
export const writeCypherName = (name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `\`${name.replaceAll("`", "``")}\``;
