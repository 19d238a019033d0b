import { redact } from "./redact.ts";

/** Causes deeper than this are left out of a copy. */
const deepest = 8;

/**
 * The error to keep as `cause`: the very object when nothing in its texts is secret, else a copy of it (same class,
 * same properties) with those texts masked. What was thrown is never changed: it belongs to whoever threw it.
 */
export function redactedCause(error: unknown, secrets: readonly string[] = [], depth = 0): unknown {
  if (typeof error === "string") return redact(error, secrets);
  if (!(error instanceof Error)) return error;
  const descriptors = Object.getOwnPropertyDescriptors(error) as Record<string, PropertyDescriptor>;
  let changed = false;
  for (const [key, descriptor] of Object.entries(descriptors)) {
    const value: unknown = key === "stack" ? error.stack : descriptor.value;
    const clean = redactedValue(key, value, secrets, depth);
    if (clean === value) continue;
    descriptors[key] = { configurable: true, writable: true, enumerable: descriptor.enumerable, value: clean };
    changed = true;
  }
  return changed ? Object.create(Object.getPrototypeOf(error), descriptors) : error;
}

function redactedValue(key: string, value: unknown, secrets: readonly string[], depth: number): unknown {
  if (typeof value === "string") return redact(value, secrets);
  if (key !== "cause") return value;
  return depth >= deepest ? undefined : redactedCause(value, secrets, depth + 1);
}
