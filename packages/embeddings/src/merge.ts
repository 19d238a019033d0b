import { isRecord, type PlainRecord } from "@langchain-aws/core";

/** Lays `over` on `base`: objects are merged member by member, lists and single values replaced. Neither is changed. */
export function mergeDeep(base: PlainRecord, over: PlainRecord): Record<string, unknown> {
  const merged = new Map(Object.entries(base));
  for (const [name, value] of Object.entries(over)) {
    if (value === undefined) continue;
    const below = merged.get(name);
    merged.set(name, isRecord(below) && isRecord(value) ? mergeDeep(below, value) : value);
  }
  return Object.fromEntries(merged);
}
