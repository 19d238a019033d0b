import { isPlainRecord, type PlainRecord } from "@langchain-aws/core";
import { misconfigured } from "./misconfigured.ts";

/**
 * Checks one value of a setting, and gives back what is sent for it: the value, or a copy.
 *
 * @throws AwsConfigurationError naming the path
 */
export type Check<Value = unknown> = (value: unknown, path: string) => Value;

/**
 * An object with these members and no other, as a copy. Unknown ones are refused because the AWS SDK would drop them in
 * silence. `undefined` members are left out.
 */
export const members =
  (checks: Readonly<Record<string, Check>>, required: readonly string[] = []): Check<PlainRecord> =>
  (value, path) => {
    if (!isPlainRecord(value)) throw misconfigured(`${path} must be a plain object.`);
    for (const name of required) {
      if (value[name] === undefined) throw misconfigured(`${path} needs "${name}".`);
    }
    const checked: [string, unknown][] = [];
    for (const name of Reflect.ownKeys(value)) {
      const check = typeof name === "string" && Object.hasOwn(checks, name) ? checks[name] : undefined;
      if (typeof name !== "string" || check === undefined) {
        throw misconfigured(`${path} takes no "${String(name)}". It takes ${Object.keys(checks).join(", ")}.`);
      }
      if (value[name] !== undefined) checked.push([name, check(value[name], `${path}.${name}`)]);
    }
    return Object.fromEntries(checked);
  };

/** A text with something in it. */
export const text: Check<string> = (value, path) => {
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

/** True or false. */
export const flag: Check<boolean> = (value, path) => {
  if (typeof value === "boolean") return value;
  throw misconfigured(`${path} must be true or false.`);
};

/** A whole number within limits, both included; the value itself is in the error. */
export const wholeNumber =
  (least: number, most = Infinity): Check<number> =>
  (value, path) => {
    if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
    const range = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;
    const given = typeof value === "number" ? String(value) : typeof value;
    throw misconfigured(`${path} must be a whole number ${range}, not ${given}.`, "CONFIG_INVALID_NUMBER");
  };

/** A list of at least one, as a copy. */
export const listOf =
  <Item>(check: Check<Item>): Check<Item[]> =>
  (value, path) => {
    if (!Array.isArray(value) || value.length === 0) throw misconfigured(`${path} must be a list that is not empty.`);
    return Array.from(value, (item: unknown, index) => check(item, `${path}[${index}]`));
  };
