const secretHeaders: ReadonlySet<string> = new Set([
  "x-amz-security-token",
  "x-local-token",
  "cookie",
  "proxy-authorization",
]);
const secretQuery = /((?:^|&)X-Amz-(?:Signature|Security-Token|Credential)=)[^&]*/gi;

/** What stands in a log where a secret was. */
export const masked: string = "***";

/** Headers fit for a log: signatures, tokens and cookies are replaced, the key id and the signed names stay. */
export function maskHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, maskHeader(name, value)]));
}

/** A query string fit for a log: what a presigned URL proves itself with is replaced. */
export function maskQuery(rawQuery: string): string {
  return rawQuery.replace(secretQuery, `$1${masked}`);
}

function maskHeader(name: string, value: string): string {
  if (secretHeaders.has(name)) return masked;
  if (name !== "authorization") return value;
  if (value.startsWith("AWS4-")) return value.replace(/(Signature=)[^,\s]*/g, `$1${masked}`);
  const scheme = /^[A-Za-z]+(?= )/.exec(value)?.[0];
  return scheme === undefined ? masked : `${scheme} ${masked}`;
}
