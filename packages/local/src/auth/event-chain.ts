import { createHash, timingSafeEqual } from "node:crypto";

import type { IncomingFrame } from "../event-frame-reader.ts";
import { type CredentialScope, hmac } from "./canonical-request.ts";
import { refusals } from "./refusals.ts";
import { checkSkew } from "./timestamps.ts";

/** What `x-amz-content-sha256` says of a body whose frames are signed one by one. */
export const SIGNED_EVENTS = "STREAMING-AWS4-HMAC-SHA256-EVENTS";

/** What a chain of signatures is checked with. */
export interface EventChainSettings {
  signingKey: Uint8Array;
  scope: CredentialScope;
  /** The signature of the request, in hexadecimal digits: the first link. */
  signature: string;
  clock: () => number;
  skewSeconds: number;
}

/**
 * Checks the frames of a body in their order: each signature covers the one before it.
 *
 * Source: "Signature calculations for event streams" as the SDK's signers have it; proven with the SDK's own signer.
 */
export class EventSignatureChain {
  readonly #settings: EventChainSettings;
  #signature: string;

  constructor(settings: EventChainSettings) {
    this.#settings = settings;
    this.#signature = settings.signature;
  }

  /**
   * Takes the next frame.
   *
   * @throws ServiceError `InvalidSignatureException`, `IncompleteSignatureException`
   */
  verify({ headers, payload, rawHeaders }: IncomingFrame): void {
    const { ":date": date, ":chunk-signature": signature } = headers;
    if (typeof date !== "bigint" || !(signature instanceof Uint8Array)) {
      throw refusals.incomplete("Each frame requires the headers ':date' and ':chunk-signature'.");
    }
    const { scope, signingKey, clock, skewSeconds } = this.#settings;
    const signedAt = Number(date);
    checkSkew(signedAt, clock(), skewSeconds);
    const basic = `${new Date(signedAt).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
    const expected = hmac(
      signingKey,
      [
        "AWS4-HMAC-SHA256-PAYLOAD",
        basic,
        `${scope.date}/${scope.region}/${scope.service}/aws4_request`,
        this.#signature,
        sha256(withoutSignature(rawHeaders)),
        sha256(payload),
      ].join("\n"),
    );
    if (signature.length !== expected.length || !timingSafeEqual(expected, signature)) throw refusals.mismatch();
    this.#signature = expected.toString("hex");
  }
}

/** The bytes of all headers but the signature, as they came. */
function withoutSignature(rawHeaders: IncomingFrame["rawHeaders"]): Uint8Array {
  return Buffer.concat(rawHeaders.filter(([name]) => name !== ":chunk-signature").map(([, bytes]) => bytes));
}

const sha256 = (data: Uint8Array): string => createHash("sha256").update(data).digest("hex");
