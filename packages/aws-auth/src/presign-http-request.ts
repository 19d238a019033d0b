import { memoizeCredentials } from "./identity.ts";
import type { SignHttpRequestInput } from "./sign-http-request.ts";
import { decodeQuery } from "./sign-http-request.ts";
import { WebCryptoSha256 } from "./web-crypto-sha256.ts";

/** A request to sign in its query. */
export interface PresignHttpRequestInput extends Pick<
  SignHttpRequestInput,
  "method" | "url" | "service" | "region" | "credentials" | "date"
> {
  /** How long the signature is good for, in seconds. */
  expiresInSeconds: number;
}

/**
 * Signs a request without a body in its query ("Signature Version 4 signing process", AWS IAM user guide). The host is
 * the only header that is signed.
 *
 * @returns the URL to send; whoever has it may send it until it expires
 */
export async function presignHttpRequest(input: PresignHttpRequestInput): Promise<string> {
  const url = new URL(input.url);
  const { credentials } = input;
  const { SignatureV4 } = await import("./signer.ts");
  const signer = new SignatureV4({
    service: input.service,
    region: input.region,
    credentials: typeof credentials === "function" ? memoizeCredentials(credentials) : credentials,
    sha256: WebCryptoSha256,
  });
  const { query = {} } = await signer.presign(
    {
      method: input.method.toUpperCase(),
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: decodeQuery(url.search),
      headers: { host: url.host },
    },
    { expiresIn: input.expiresInSeconds, signingDate: input.date ?? new Date() },
  );
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((one) => `${encode(name)}=${encode(one ?? "")}`),
  );
  return `${url.origin}${url.pathname}?${pairs.join("&")}`;
}

/** As signatures are made: all but letters, digits and `-._~`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
