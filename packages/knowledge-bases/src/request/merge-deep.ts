import { isPlainRecord, type PlainRecord } from "@langchain-aws/core";

/** One object over another: plain objects are merged member by member, everything else is replaced. Neither is changed. */
export function mergeDeep(under: PlainRecord, over: PlainRecord): PlainRecord {
  const merged = Object.entries(over).map(([name, value]): [string, unknown] => {
    const before = Object.hasOwn(under, name) ? under[name] : undefined;
    return [name, isPlainRecord(before) && isPlainRecord(value) ? mergeDeep(before, value) : value];
  });
  return { ...under, ...Object.fromEntries(merged) };
}
