import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";

import { SignatureV4 } from "@smithy/signature-v4";

/** The hash in the form that the signer of the AWS SDK takes. */
export class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", toBytes(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(toBytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {}
}

/** What is signed, and how. */
export interface SigningInput {
  method?: string;
  path: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string;
  /** `host:port` of the endpoint. */
  authority: string;
  /** Sign `:authority`, as over HTTP/2, in place of `host`. */
  signsAuthority?: boolean;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  region?: string;
  service?: string;
  date?: Date;
}

const localKey = { accessKeyId: "AKIALOCAL", secretAccessKey: "local" };

/** Headers of a request signed by the AWS SDK's own signer. */
export async function sign(input: SigningInput): Promise<Record<string, string>> {
  const signer = new SignatureV4({
    service: input.service ?? "bedrock",
    region: input.region ?? "us-east-1",
    credentials: input.credentials ?? localKey,
    sha256: Sha256,
  });
  const [hostname = "", port = ""] = input.authority.split(":");
  const { headers } = await signer.sign(
    {
      method: input.method ?? "POST",
      protocol: "http:",
      hostname,
      port: Number(port),
      path: input.path,
      ...(input.query === undefined ? {} : { query: input.query }),
      headers: { [input.signsAuthority === true ? ":authority" : "host"]: input.authority, ...input.headers },
      body: input.body ?? "",
    },
    input.date === undefined ? {} : { signingDate: input.date },
  );
  return headers;
}

/** A short-term Bedrock API key: a presigned request, in base64. */
export async function createShortTermKey(settings: {
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  expiresIn?: number;
  date?: Date;
}): Promise<string> {
  const signer = new SignatureV4({
    service: "bedrock",
    region: "us-east-1",
    credentials: settings.credentials ?? localKey,
    sha256: Sha256,
  });
  const { query = {} } = await signer.presign(
    {
      method: "POST",
      protocol: "https:",
      hostname: "bedrock.amazonaws.com",
      path: "/",
      query: { Action: "CallWithBearerToken" },
      headers: { host: "bedrock.amazonaws.com" },
    },
    {
      expiresIn: settings.expiresIn ?? 43_200,
      ...(settings.date === undefined ? {} : { signingDate: settings.date }),
    },
  );
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  const url = `bedrock.amazonaws.com/?${pairs.join("&")}&Version=1`;
  return `bedrock-api-key-${Buffer.from(url).toString("base64")}`;
}

function toBytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === "string") return Buffer.from(data);
  return data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
