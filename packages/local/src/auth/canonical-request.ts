/**
 * The canonical request of Signature Version 4, as in "Create a signed AWS API request" of the IAM User Guide.
 */
import { createHash, createHmac } from "node:crypto";

/** What is signed, in the form in which it came over the wire. */
export interface SignedParts {
  method: string;
  /** As on the wire: already percent-encoded once. */
  path: string;
  /** As on the wire, without the question mark. */
  rawQuery: string;
  signedHeaders: readonly string[];
  /** The value of a signed header; an absent one counts as empty. */
  header(name: string): string;
  payloadHash: string;
}

/** The scope that a signature is bound to. */
export interface CredentialScope {
  /** `20250130` */
  date: string;
  region: string;
  service: string;
}

/** Percent-encoding of RFC 3986: all but letters, digits and `-._~`. */
export function encodeRfc3986(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Every service but S3 encodes the path of the wire once more, after removing empty and dot segments. */
export function canonicalPath(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") kept.pop();
    else if (segment !== "" && segment !== ".") kept.push(encodeRfc3986(segment));
  }
  return `/${kept.join("/")}${kept.length > 0 && path.endsWith("/") ? "/" : ""}`;
}

/** Pairs decoded, encoded by RFC 3986 and sorted by their encoded bytes. */
export function canonicalQuery(rawQuery: string): string {
  if (rawQuery === "") return "";
  return rawQuery
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const at = pair.indexOf("=");
      return at < 0 ? [recode(pair), ""] : [recode(pair.slice(0, at)), recode(pair.slice(at + 1))];
    })
    .toSorted(([aName = "", aValue = ""], [bName = "", bValue = ""]) => order(aName, bName) || order(aValue, bValue))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

/** The text whose hash is signed. */
export function canonicalRequest(parts: SignedParts): string {
  const names = parts.signedHeaders.toSorted(order);
  const headers = names.map((name) => `${name}:${parts.header(name).trim().replace(/\s+/g, " ")}\n`).join("");
  return [
    parts.method,
    canonicalPath(parts.path),
    canonicalQuery(parts.rawQuery),
    headers,
    parts.signedHeaders.join(";"),
    parts.payloadHash,
  ].join("\n");
}

/** The text that the signing key signs. `timestamp` is `20250130T064508Z`. */
export function stringToSign(timestamp: string, scope: CredentialScope, request: string): string {
  const path = `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
  return `AWS4-HMAC-SHA256\n${timestamp}\n${path}\n${sha256Hex(request)}`;
}

/** The key of one day, region and service. */
export function deriveSigningKey(secretAccessKey: string, scope: CredentialScope): Buffer {
  return [scope.date, scope.region, scope.service, "aws4_request"].reduce<Buffer>(
    (key, part) => hmac(key, part),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
}

/** HMAC-SHA256 of a text. */
export function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

/** SHA-256 in lower-case hexadecimal. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

function recode(part: string): string {
  try {
    return encodeRfc3986(decodeURIComponent(part));
  } catch {
    // A stray percent sign: the signer can only have taken it literally.
    return encodeRfc3986(part);
  }
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
