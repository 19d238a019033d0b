import { createHash } from "node:crypto";

/** How many signed thoughts are remembered; the oldest are forgotten first. */
const MOST_THOUGHTS = 10_000;

/**
 * The signed thoughts that an instance gave out, to know them again when they come back changed.
 *
 * A thought of another origin cannot be judged here, and is taken on trust: only a text or a signature of this
 * instance, in other company than it was given out with, is known to be tampered with.
 */
export class IssuedThoughts {
  readonly #signaturesByText = new Map<string, Set<string>>();
  readonly #signatures = new Map<string, string>();

  /** Remembers a thought. */
  add(text: string, signature: string): void {
    const key = digest(text);
    if (this.#signatures.has(signature)) this.#forget(signature);
    this.#signatures.set(signature, key);
    const siblings = this.#signaturesByText.get(key) ?? new Set();
    this.#signaturesByText.set(key, siblings.add(signature));
    if (this.#signatures.size <= MOST_THOUGHTS) return;
    const [oldest] = this.#signatures.keys();
    if (oldest !== undefined) this.#forget(oldest);
  }

  /** Whether a thought is not one of this instance with its text or its signature changed. */
  isGenuine(text: string, signature: string): boolean {
    const key = digest(text);
    const issuedFor = this.#signatures.get(signature);
    if (issuedFor !== undefined) return issuedFor === key;
    return !this.#signaturesByText.has(key);
  }

  /** Forgets every thought. */
  clear(): void {
    this.#signaturesByText.clear();
    this.#signatures.clear();
  }

  #forget(signature: string): void {
    const key = this.#signatures.get(signature) ?? "";
    this.#signatures.delete(signature);
    const siblings = this.#signaturesByText.get(key);
    siblings?.delete(signature);
    if (siblings?.size === 0) this.#signaturesByText.delete(key);
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
