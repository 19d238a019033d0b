/** Reads one property of a value of which nothing is known; `undefined` when there is none or its getter throws. */
export function property(value: unknown, key: string): unknown {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  try {
    return Reflect.get(value, key);
  } catch {
    return undefined;
  }
}

/** The property when it is a string with something in it. */
export function stringProperty(value: unknown, key: string): string | undefined {
  const found = property(value, key);
  return typeof found === "string" && found.trim() !== "" ? found : undefined;
}

/** The property when it is a finite number. */
export function numberProperty(value: unknown, key: string): number | undefined {
  const found = property(value, key);
  return typeof found === "number" && Number.isFinite(found) ? found : undefined;
}
