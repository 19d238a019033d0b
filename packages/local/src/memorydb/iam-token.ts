import { canonicalRequest, deriveSigningKey, hmac, sha256Hex, stringToSign } from "../auth/canonical-request.ts";
import { parseTimestamp } from "../auth/timestamps.ts";
import type { ResolvedOptions } from "../options.ts";
import { RespError } from "./resp/reply.ts";

/** A token is good for so long at most, whatever it says. */
const maxExpiresSeconds = 900;

/** What a token is checked against. */
export interface TokenRule extends Pick<ResolvedOptions, "auth" | "clock"> {
  clusterName: string;
  service: "memorydb" | "elasticache";
}

/**
 * Checks an IAM token: a presigned `GET http://<cluster>/?Action=connect&User=<user>` without its scheme. Source:
 * "Authenticating with IAM", Amazon MemoryDB Developer Guide.
 *
 * @throws RespError WRONGPASS, as for every password that is wrong
 */
export function verifyIamToken(token: string, user: string, rule: TokenRule): void {
  if (!isValid(token, user, rule)) throw new RespError("WRONGPASS invalid username-password pair or user is disabled.");
}

function isValid(token: string, user: string, { auth, clock, clusterName, service }: TokenRule): boolean {
  const [target = "", rawQuery = ""] = token.split("?");
  const query = new URLSearchParams(rawQuery);
  const [accessKeyId = "", date = "", region = "", scope = "", term] = (query.get("X-Amz-Credential") ?? "").split("/");
  const timestamp = query.get("X-Amz-Date") ?? "";
  const signedAt = parseTimestamp(timestamp);
  const expires = Number(query.get("X-Amz-Expires"));
  const key = Object.hasOwn(auth.keys, accessKeyId) ? auth.keys[accessKeyId] : undefined;
  const holds =
    target === `${clusterName}/` &&
    query.get("Action") === "connect" &&
    query.get("User") === user &&
    query.get("X-Amz-Algorithm") === "AWS4-HMAC-SHA256" &&
    query.get("X-Amz-SignedHeaders") === "host" &&
    term === "aws4_request" &&
    scope === service &&
    (auth.regions === "any" || auth.regions.includes(region)) &&
    expires > 0 &&
    expires <= maxExpiresSeconds;
  if (!holds || key === undefined || signedAt === undefined) return false;
  if ((query.get("X-Amz-Security-Token") ?? "") !== (key.sessionToken ?? "")) return false;
  const age = clock() - signedAt;
  if (age >= expires * 1000 || age < -auth.skewSeconds * 1000) return false;
  const request = canonicalRequest({
    method: "GET",
    path: "/",
    rawQuery: rawQuery.replace(/(^|&)X-Amz-Signature=[^&]*/, ""),
    signedHeaders: ["host"],
    header: () => clusterName,
    payloadHash: sha256Hex(""),
  });
  const credential = { date, region, service: scope };
  const expected = hmac(
    deriveSigningKey(key.secretAccessKey, credential),
    stringToSign(timestamp, credential, request),
  );
  return expected.toString("hex") === query.get("X-Amz-Signature");
}
