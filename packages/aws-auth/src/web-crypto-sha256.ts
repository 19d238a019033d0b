import { utf8Encode } from "@langchain-aws/core";

type Bytes = string | ArrayBuffer | ArrayBufferView;

/** SHA-256, or HMAC-SHA-256 when there is a secret, through WebCrypto: the same code in Node, browsers and at the edge. */
export class WebCryptoSha256 {
  readonly #secret: Uint8Array<ArrayBuffer> | undefined;
  #chunks: Uint8Array[] = [];

  constructor(secret?: Bytes) {
    this.#secret = secret === undefined ? undefined : new Uint8Array(toBytes(secret));
  }

  update(chunk: Bytes): void {
    this.#chunks.push(toBytes(chunk));
  }

  async digest(): Promise<Uint8Array> {
    const { subtle } = globalThis.crypto;
    const data = concatenate(this.#chunks);
    if (this.#secret === undefined) return new Uint8Array(await subtle.digest("SHA-256", data));
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const key = await subtle.importKey("raw", this.#secret, algorithm, false, ["sign"]);
    return new Uint8Array(await subtle.sign(algorithm, key, data));
  }

  reset(): void {
    this.#chunks = [];
  }
}

function toBytes(data: Bytes): Uint8Array {
  if (typeof data === "string") return utf8Encode(data);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new Uint8Array(data);
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.length;
  }
  return all;
}
