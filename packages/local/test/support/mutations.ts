import * as fc from "fast-check";

import { images } from "./invoke.ts";

const odd = fc.oneof(fc.jsonValue(), fc.constantFrom("", images.gif, "text", "image", "NONE", -1, 0, 1e9, 0.5, []));

/** A value of which any member, at any depth, may be gone or another. */
export function mutationsOf(value: unknown): fc.Arbitrary<unknown> {
  const kept = fc.constant(value);
  if (typeof value !== "object" || value === null) {
    return fc.oneof({ weight: 8, arbitrary: kept }, { weight: 1, arbitrary: odd });
  }
  const changed = Array.isArray(value)
    ? fc.tuple(...value.map(mutationsOf))
    : fc.record(Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mutationsOf(member)])), {
        requiredKeys: [],
      });
  return fc.oneof({ weight: 8, arbitrary: changed }, { weight: 1, arbitrary: odd });
}
