import type { MemoryDbOptions } from "./memorydb-options.ts";
import { engineProfiles } from "./search/engine-profiles.ts";

type Check = (value: unknown) => string | undefined;

const checks: Readonly<Record<keyof MemoryDbOptions, Check>> = {
  port: wholeNumber(0, 65_535),
  engine: (value) =>
    typeof value === "string" && Object.hasOwn(engineProfiles, value)
      ? undefined
      : `one of ${Object.keys(engineProfiles).join(", ")}`,
  cluster: (value) => (typeof value === "boolean" ? undefined : "true or false"),
  replicas: wholeNumber(0, 5),
  users: (value) =>
    isRecord(value) && Object.values(value).every(isUser)
      ? undefined
      : "an object of users, each with a `password` or with `iam: true`",
  clusterName: (value) => (typeof value === "string" && /^[a-z0-9-]+$/.test(value) ? undefined : "a cluster's name"),
  service: (value) => (value === "memorydb" || value === "elasticache" ? undefined : '"memorydb" or "elasticache"'),
  visibilityDelayMs: wholeNumber(0, 60_000),
  maxCommands: wholeNumber(1, 1_000_000),
};

/**
 * Checks the `memorydb` option.
 *
 * @throws Error naming the member that is unknown or wrong; its value is not in the message
 */
export function checkMemoryDb(value: unknown, where: string): void {
  if (typeof value === "boolean") return;
  if (!isRecord(value)) throw new Error(`${where} must be true, false or an object.`);
  for (const [name, member] of Object.entries(value)) {
    const check = Object.hasOwn(checks, name) ? Reflect.get(checks, name) : undefined;
    if (check === undefined) {
      throw new Error(`${where}: unknown option \`${name}\`. Known: ${Object.keys(checks).join(", ")}.`);
    }
    const expected = member === undefined ? undefined : check(member);
    if (expected !== undefined) throw new Error(`${where}.${name} must be ${expected}.`);
  }
  if (Number(value["replicas"] ?? 0) > 0 && value["cluster"] !== true) {
    throw new Error(`${where}.replicas needs \`cluster: true\`.`);
  }
}

function wholeNumber(min: number, max: number): Check {
  return (value) =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max
      ? undefined
      : `a whole number from ${min} to ${max}`;
}

function isUser(value: unknown): boolean {
  return isRecord(value) && (typeof value["password"] === "string") !== (value["iam"] === true);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
