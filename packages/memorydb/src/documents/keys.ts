/** A random id: 32 hexadecimal digits. */
export function randomId(): string {
  return globalThis.crypto.randomUUID().replaceAll("-", "");
}

/** The key of an id. One that has the prefix already stays as it is. */
export function toKey(prefix: string, id: string): string {
  return id.startsWith(prefix) ? id : `${prefix}${id}`;
}

/** A pattern of SCAN that matches every key with that prefix, and nothing else. */
export function prefixPattern(prefix: string): string {
  return `${prefix.replaceAll(/[*?[\]\\^]/g, String.raw`\$&`)}*`;
}
