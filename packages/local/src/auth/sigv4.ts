import { timingSafeEqual } from "node:crypto";

import type { LocalKey } from "../options.ts";
import { canonicalRequest, type CredentialScope, deriveSigningKey, hmac, stringToSign } from "./canonical-request.ts";
import { EventSignatureChain } from "./event-chain.ts";
import { refusals } from "./refusals.ts";
import { checkSkew, parseTimestamp } from "./timestamps.ts";

const algorithm = "AWS4-HMAC-SHA256";
const sha256Pattern = /^[0-9a-f]{64}$/;
const maxSigningKeys = 200;

/** What a signature is checked against. */
export interface SignedRequest {
  method: string;
  path: string;
  rawQuery: string;
  /** Lower-case names; duplicates joined by a comma. */
  headers: Readonly<Record<string, string>>;
  /** The `Host` header or the `:authority` pseudo-header, which stand for each other. */
  authority: string;
  /** SHA-256 of the body in hexadecimal; called once, and only when the signature needs it. */
  bodyHash(): string;
}

/** The parts of an `Authorization` header, or of a presigned query. */
export interface Credential extends CredentialScope {
  accessKeyId: string;
  signedHeaders: readonly string[];
  signature: string;
}

/** Checks signatures against the keys of one instance; keeps the derived keys, which cost four HMACs each. */
export class SignatureVerifier {
  readonly #keys: ReadonlyMap<string, LocalKey>;
  readonly #regions: readonly string[] | "any";
  readonly #skewSeconds: number;
  readonly #clock: () => number;
  readonly #signingKeys = new Map<string, Buffer>();

  constructor(settings: {
    keys: Readonly<Record<string, LocalKey>>;
    regions: readonly string[] | "any";
    skewSeconds: number;
    clock: () => number;
  }) {
    this.#keys = new Map(Object.entries(settings.keys));
    this.#regions = settings.regions;
    this.#skewSeconds = settings.skewSeconds;
    this.#clock = settings.clock;
  }

  /** Throws the service's refusal, or gives the credential that signed the request. */
  verify(request: SignedRequest, authorization: string, service: string): Credential {
    const timestamp = request.headers["x-amz-date"] ?? request.headers["date"];
    const credential = parseAuthorization(authorization, timestamp !== undefined);
    const signedAt = parseTimestamp(timestamp ?? "");
    if (timestamp === undefined || signedAt === undefined) {
      throw refusals.incomplete(
        "Date must be in ISO-8601 'basic format'. See http://en.wikipedia.org/wiki/ISO_8601#Combined_date_and_time_representations.",
      );
    }
    const key = this.findKey(credential, request.headers["x-amz-security-token"]);
    this.checkScope(credential, service);
    if (!credential.signedHeaders.some((name) => name === "host" || name === ":authority")) {
      throw refusals.invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }
    checkSkew(signedAt, this.#clock(), this.#skewSeconds);
    const basic = toBasicFormat(timestamp, signedAt);
    if (basic.slice(0, 8) !== credential.date) {
      throw refusals.invalid(
        `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${credential.date}' != '${basic.slice(0, 8)}', from '${basic}'.`,
      );
    }
    this.checkSignature(credential, key, basic, {
      method: request.method,
      path: request.path,
      rawQuery: request.rawQuery,
      payloadHash: payloadHash(request),
      header: (name) => headerValue(request, name),
    });
    return credential;
  }

  /** The key of a credential, its session token compared. */
  findKey(credential: Credential, sessionToken: string | undefined): LocalKey {
    const key = this.#keys.get(credential.accessKeyId);
    if (key === undefined || !sameSecret(key.sessionToken ?? "", sessionToken ?? "")) throw refusals.unknownKey();
    if (key.sessionExpiresAt !== undefined && this.#clock() >= key.sessionExpiresAt) throw refusals.expiredToken();
    return key;
  }

  /** Region and service of the credential scope. */
  checkScope(credential: Credential, service: string): void {
    if (this.#regions !== "any" && !this.#regions.includes(credential.region)) {
      throw refusals.invalid("Credential should be scoped to a valid region.");
    }
    if (credential.service !== service) {
      throw refusals.invalid(`Credential should be scoped to correct service: '${service}'.`);
    }
  }

  /** Signs the same parts again and compares in constant time. */
  checkSignature(
    credential: Credential,
    key: LocalKey,
    timestamp: string,
    parts: Omit<Parameters<typeof canonicalRequest>[0], "signedHeaders">,
  ): void {
    const request = canonicalRequest({ ...parts, signedHeaders: credential.signedHeaders });
    const expected = hmac(this.#signingKey(credential, key), stringToSign(timestamp, credential, request));
    if (!sha256Pattern.test(credential.signature)) throw refusals.mismatch();
    if (!timingSafeEqual(expected, Buffer.from(credential.signature, "hex"))) throw refusals.mismatch();
  }

  /** What checks the frames that follow a request whose own signature was right. */
  openEventChain(authorization: string, sessionToken: string | undefined): EventSignatureChain {
    const credential = parseAuthorization(authorization, true);
    return new EventSignatureChain({
      signingKey: this.#signingKey(credential, this.findKey(credential, sessionToken)),
      scope: credential,
      signature: credential.signature,
      clock: this.#clock,
      skewSeconds: this.#skewSeconds,
    });
  }

  #signingKey(credential: Credential, key: LocalKey): Buffer {
    const name = `${credential.accessKeyId}/${credential.date}/${credential.region}/${credential.service}`;
    let signingKey = this.#signingKeys.get(name);
    if (signingKey === undefined) {
      signingKey = deriveSigningKey(key.secretAccessKey, credential);
      if (this.#signingKeys.size >= maxSigningKeys) this.#signingKeys.clear();
      this.#signingKeys.set(name, signingKey);
    }
    return signingKey;
  }
}

/** The parts of `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`; throws naming what is missing. */
export function parseAuthorization(authorization: string, hasDate: boolean): Credential {
  const parameters = new Map<string, string>();
  if (authorization.startsWith(`${algorithm} `)) {
    for (const part of authorization.slice(algorithm.length + 1).split(",")) {
      const at = part.indexOf("=");
      if (at > 0) parameters.set(part.slice(0, at).trim(), part.slice(at + 1).trim());
    }
  }
  const [credential, signature, signedHeaders] = ["Credential", "Signature", "SignedHeaders"].map((name) =>
    parameters.get(name),
  );
  const missing = [
    ...(credential === undefined ? ["Authorization header requires 'Credential' parameter."] : []),
    ...(signature === undefined ? ["Authorization header requires 'Signature' parameter."] : []),
    ...(signedHeaders === undefined ? ["Authorization header requires 'SignedHeaders' parameter."] : []),
    ...(hasDate ? [] : ["Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."]),
  ];
  if (credential === undefined || signature === undefined || signedHeaders === undefined || missing.length > 0) {
    throw refusals.incomplete(missing.join(" "));
  }
  return { ...parseCredential(credential), signature, signedHeaders: signedHeaders.split(";") };
}

/** `KEY/20250130/us-east-1/bedrock/aws4_request`. */
export function parseCredential(text: string): CredentialScope & { accessKeyId: string } {
  const [accessKeyId = "", date = "", region = "", service = "", term = "", ...rest] = text.split("/");
  if (accessKeyId === "" || term === "" || rest.length > 0) {
    throw refusals.incomplete(
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.",
    );
  }
  if (term !== "aws4_request") {
    throw refusals.invalid("Credential should be scoped with a valid terminator: 'aws4_request'.");
  }
  return { accessKeyId, date, region, service };
}

/** Compares two secrets of any length without telling where they differ. */
export function sameSecret(a: string, b: string): boolean {
  const [left, right] = [hmac(comparisonKey, a), hmac(comparisonKey, b)];
  return timingSafeEqual(left, right);
}

const comparisonKey = Buffer.from("compare digests of equal length");

/** The declared hash is what was signed, but it must also be the body's. */
function payloadHash(request: SignedRequest): string {
  const declared = request.headers["x-amz-content-sha256"];
  if (declared === undefined) return request.bodyHash();
  if (declared === "UNSIGNED-PAYLOAD") return declared;
  if (declared !== request.bodyHash()) throw refusals.mismatch();
  return declared;
}

function headerValue(request: SignedRequest, name: string): string {
  return name === ":authority" || name === "host" ? request.authority : (request.headers[name] ?? "");
}

/** The `Date` header is an HTTP date; the string to sign has the basic form. */
function toBasicFormat(timestamp: string, signedAt: number): string {
  return timestamp.endsWith("Z") && timestamp.length === 16
    ? timestamp
    : `${new Date(signedAt).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
}
