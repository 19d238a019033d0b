import { type RequestAuth, ServiceError } from "../operation.ts";
import { sha256Hex } from "./canonical-request.ts";
import { refusals } from "./refusals.ts";
import { parseCredential, sameSecret, type SignatureVerifier } from "./sigv4.ts";
import { parseTimestamp } from "./timestamps.ts";

const shortTermPrefix = "bedrock-api-key-";
const shortTermHost = "bedrock.amazonaws.com";
/** Appended after signing by the generators of short-term keys, so no part of what was signed. */
const unsignedSuffix = /&Version=[^&]*$/;

/** Accepts a long-term token, or a short-term key made by presigning with one of the keys of this instance. */
export function authenticateBearer(
  token: string,
  tokens: readonly string[],
  verifier: SignatureVerifier,
  nowMs: number,
): RequestAuth {
  // Every token is compared, so that the time taken does not depend on which one it is.
  const known = tokens.map((candidate) => sameSecret(candidate, token)).includes(true);
  if (known) return { kind: "bearer" };
  if (!token.startsWith(shortTermPrefix)) throw refusals.badBearer();
  const url = Buffer.from(token.slice(shortTermPrefix.length), "base64").toString("utf8");
  const { accessKeyId, expiresAt } = readShortTermKey(url, verifier);
  if (nowMs >= expiresAt) throw refusals.expiredBearer();
  return { kind: "bearer", accessKeyId };
}

/** What is wrong with the presigned request inside a key is not told: a key is valid or it is not. */
function readShortTermKey(url: string, verifier: SignatureVerifier): { accessKeyId: string; expiresAt: number } {
  try {
    return verifyShortTermKey(url, verifier);
  } catch (error) {
    throw error instanceof ServiceError ? refusals.badBearer() : error;
  }
}

/** Checks `bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-…` as a `POST` without a body. */
function verifyShortTermKey(url: string, verifier: SignatureVerifier): { accessKeyId: string; expiresAt: number } {
  if (!url.startsWith(`${shortTermHost}/?`)) throw refusals.badBearer();
  const signedPairs = url
    .slice(shortTermHost.length + 2)
    .replace(unsignedSuffix, "")
    .split("&");
  const query = new URLSearchParams(signedPairs.join("&"));
  const read = (name: string): string => {
    const value = query.get(name);
    if (value === null) throw refusals.badBearer();
    return value;
  };
  if (read("Action") !== "CallWithBearerToken") throw refusals.badBearer();
  const timestamp = read("X-Amz-Date");
  const signedAt = parseTimestamp(timestamp);
  const lifetimeSeconds = Number(read("X-Amz-Expires"));
  if (signedAt === undefined || !Number.isFinite(lifetimeSeconds)) throw refusals.badBearer();
  const credential = {
    ...parseCredential(read("X-Amz-Credential")),
    signature: read("X-Amz-Signature"),
    signedHeaders: read("X-Amz-SignedHeaders").split(";"),
  };
  const key = verifier.findKey(credential, query.get("X-Amz-Security-Token") ?? undefined);
  verifier.checkScope(credential, "bedrock");
  verifier.checkSignature(credential, key, timestamp, {
    method: "POST",
    path: "/",
    rawQuery: signedPairs.filter((pair) => !pair.startsWith("X-Amz-Signature=")).join("&"),
    header: (name) => (name === "host" ? shortTermHost : ""),
    payloadHash: sha256Hex(""),
  });
  return { accessKeyId: credential.accessKeyId, expiresAt: signedAt + lifetimeSeconds * 1000 };
}
