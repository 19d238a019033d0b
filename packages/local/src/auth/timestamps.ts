import { refusals } from "./refusals.ts";

const basicFormat = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** `20250130T064508Z` of a moment. */
export function formatTimestamp(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
}

/** The moment of `20250130T064508Z`, or of an HTTP date; `undefined` when it is neither. */
export function parseTimestamp(text: string): number | undefined {
  const at = Date.parse(text.replace(basicFormat, "$1-$2-$3T$4:$5:$6Z"));
  return Number.isNaN(at) ? undefined : at;
}

/** Throws when the date of a signature is further from the clock than the service allows. */
export function checkSkew(signedAtMs: number, nowMs: number, skewSeconds: number): void {
  const window = `${skewSeconds / 60} min.`;
  const [signed, now] = [formatTimestamp(signedAtMs), formatTimestamp(nowMs)];
  if (signedAtMs < nowMs - skewSeconds * 1000) {
    const bound = formatTimestamp(nowMs - skewSeconds * 1000);
    throw refusals.invalid(`Signature expired: ${signed} is now earlier than ${bound} (${now} - ${window})`);
  }
  if (signedAtMs > nowMs + skewSeconds * 1000) {
    const bound = formatTimestamp(nowMs + skewSeconds * 1000);
    throw refusals.invalid(`Signature not yet current: ${signed} is still later than ${bound} (${now} + ${window})`);
  }
}
