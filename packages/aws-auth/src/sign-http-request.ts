import { configurationError } from "./check-options.ts";
import { memoizeCredentials } from "./identity.ts";
import type { AwsCredentials, AwsCredentialsProvider } from "./options.ts";
import { WebCryptoSha256 } from "./web-crypto-sha256.ts";

/** A body that can be signed: all of it is known before it is sent. A form is serialised exactly once. */
export type SignableBody = string | Uint8Array | URLSearchParams;

/** A request to sign with AWS Signature Version 4. */
export interface SignHttpRequestInput {
  method: string;
  /** Absolute URL, as it will be sent. */
  url: string | URL;
  headers?: Readonly<Record<string, string>>;
  body?: SignableBody;
  /** The name that the service signs under, such as `neptune-db`. */
  service: string;
  region: string;
  credentials: AwsCredentials | AwsCredentialsProvider;
  /** @defaultValue now */
  date?: Date;
  /**
   * Adds the signed header `x-amz-content-sha256`, as the AWS SDK does.
   *
   * @defaultValue true
   */
  payloadHashHeader?: boolean;
}

/**
 * Signs a request ("Signature Version 4 signing process", AWS IAM user guide).
 *
 * Signed are the host (with a port that is not the scheme's own), the content type and every `x-amz-*` header; user
 * agent, cookies, proxy and connection headers never are. A function given as `credentials` is asked again when its
 * identity is about to expire.
 *
 * @returns the headers to send with exactly this method, URL and body; their names are in lower case
 * @throws AwsConfigurationError `CONFIG_UNSUPPORTED_BODY` for a stream
 */
export async function signHttpRequest(input: SignHttpRequestInput): Promise<Record<string, string>> {
  const url = new URL(input.url);
  const body = serializeBody(input.body);
  const headers = headersToSign(input, url);
  const { SignatureV4 } = await import("./signer.ts");
  const signer = new SignatureV4({
    service: input.service,
    region: input.region,
    credentials: typeof input.credentials === "function" ? memoizeCredentials(input.credentials) : input.credentials,
    sha256: WebCryptoSha256,
    applyChecksum: input.payloadHashHeader ?? true,
  });
  const signed = await signer.sign(
    {
      method: input.method.toUpperCase(),
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: decodeQuery(url.search),
      headers,
      body,
    },
    {
      signingDate: input.date ?? new Date(),
      unsignableHeaders: new Set(Object.keys(headers).filter((name) => !isSigned(name))),
    },
  );
  return signed.headers;
}

/** The bytes or text that are signed and sent. */
export function serializeBody(body: unknown): string | Uint8Array | undefined {
  if (body === undefined || typeof body === "string" || body instanceof Uint8Array) return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw configurationError(
    "CONFIG_UNSUPPORTED_BODY",
    "The body of a signed request must be a string, a Uint8Array or URLSearchParams: its hash is part of the signature.",
  );
}

const isSigned = (name: string): boolean => name === "host" || name === "content-type" || name.startsWith("x-amz-");

function headersToSign({ headers = {}, body }: SignHttpRequestInput, url: URL): Record<string, string> {
  const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  const form = body instanceof URLSearchParams ? { "content-type": "application/x-www-form-urlencoded" } : {};
  // The signer does not add the host, and signs happily without it.
  return { ...form, ...Object.fromEntries(lowerCase), host: url.host };
}

/**
 * The pairs of a query by name: decoded, because the service decodes and encodes again before it compares; `+` stands
 * for itself.
 */
export function decodeQuery(search: string): Record<string, string | string[]> {
  const query: Record<string, string[]> = {};
  for (const pair of search.slice(1).split("&")) {
    if (pair === "") continue;
    const [name = "", ...value] = pair.split("=");
    (query[decodeURIComponent(name)] ??= []).push(decodeURIComponent(value.join("=")));
  }
  return query;
}
