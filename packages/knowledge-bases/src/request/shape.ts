import { isPlainRecord, type PlainRecord } from "@langchain-aws/core";
import { misconfigured } from "../misconfigured.ts";

/**
 * Checks one value of a setting, and gives back what is sent for it: the value, or a copy.
 *
 * @throws AwsConfigurationError naming the path
 */
export type Check = (value: unknown, path: string) => unknown;

/**
 * An object with these members and no other. Unknown ones are refused because the AWS SDK would drop them in silence, and
 * with them perhaps a filter. `undefined` members are left out.
 */
export const members =
  (checks: Readonly<Record<string, Check>>, required: readonly string[] = []) =>
  (value: unknown, path: string): PlainRecord => {
    if (!isPlainRecord(value)) throw misconfigured(`${path} must be a plain object.`);
    for (const name of required) {
      if (value[name] === undefined) throw misconfigured(`${path} needs "${name}".`);
    }
    const checked: [string, unknown][] = [];
    for (const [name, member] of Object.entries(value)) {
      const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
      if (check === undefined) throw unknownMember(name, path, Object.keys(checks));
      if (member !== undefined) checked.push([name, check(member, `${path}.${name}`)]);
    }
    return Object.fromEntries(checked);
  };

/** A text with something in it. */
export const text: Check = (value, path) => {
  if (typeof value === "string" && value.trim() !== "") return value;
  throw misconfigured(`${path} must be a text that is not blank.`);
};

/** One of some words. */
export const oneOf =
  (...words: readonly string[]): Check =>
  (value, path) => {
    if (typeof value === "string" && words.includes(value)) return value;
    throw misconfigured(`${path} must be one of ${words.join(", ")}.`);
  };

/** A whole number within limits, both included. */
export const wholeNumber =
  (least: number, most = Infinity) =>
  (value: unknown, path: string): number => {
    if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
    const range = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;
    throw misconfigured(`${path} must be a whole number ${range}.`, "CONFIG_INVALID_NUMBER");
  };

/** A list of at least one. */
export const listOf =
  (check: Check): Check =>
  (value, path) => {
    if (!Array.isArray(value) || value.length === 0) throw misconfigured(`${path} must be a list that is not empty.`);
    return Array.from(value, (item: unknown, index) => check(item, `${path}[${index}]`));
  };

/** A plain object with members that are somebody else's business. */
export const plainObject = (value: unknown, path: string): PlainRecord => {
  if (isPlainRecord(value)) return value;
  throw misconfigured(`${path} must be a plain object.`);
};

function unknownMember(name: string, path: string, known: readonly string[]): Error {
  return misconfigured(
    `${path} takes no "${name}". It takes ${known.join(", ")}; for a newer member of the service's API, use extraRequest.`,
  );
}
