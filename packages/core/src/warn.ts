import { redact } from "./redact.ts";

const given = new Set<string>();

/**
 * Prints a warning the first time its key is seen in this process. Secrets of the usual shapes are masked.
 *
 * @param key what the warning is about, such as `aws-auth/api-key-beats-keys`
 */
export function warnOnce(key: string, message: string): void {
  if (given.has(key)) return;
  given.add(key);
  // oxlint-disable-next-line no-console -- the one place where a warning reaches the person who runs the program
  console.warn(`[langchain-aws] ${redact(message)}`);
}

/** Forgets which warnings have been given, for tests. */
export function resetWarnings(): void {
  given.clear();
}
