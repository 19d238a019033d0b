import { AwsConfigurationError, AwsCredentialsError, type Environment } from "@langchain-aws/core";
import { environmentKeys } from "./identity.ts";
import type { AwsCredentials } from "./options.ts";
import type { Platform } from "./platform.ts";
import { WebCryptoSha256 } from "./web-crypto-sha256.ts";

const unsupported = (option: string): AwsConfigurationError =>
  new AwsConfigurationError(`${option} needs Node. Here requests go through fetch.`, { code: "CONFIG_NEEDS_NODE" });

let salt: Uint8Array | undefined;

async function digest(text: string): Promise<string> {
  salt ??= globalThis.crypto.getRandomValues(new Uint8Array(32));
  const hash = new WebCryptoSha256(salt);
  hash.update(text);
  return Array.from(await hash.digest(), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Runtimes without Node's built-in modules: requests go through the AWS SDK's fetch handler, and there are no shared
 * files, no metadata service and no default chain, only options and, where there are any, environment variables.
 */
export const platform: Platform = {
  name: "edge",
  digest,
  versions: () => ({}),
  async createRequestHandler({ transport, proxy }) {
    if (proxy !== undefined) throw unsupported("proxy");
    if (transport === "http2") throw unsupported('transport "http2"');
    return undefined;
  },
  async profileRegion({ profile }) {
    if (profile !== undefined) throw unsupported("credentialsProfileName");
    return undefined;
  },
  profileEndpoint: async () => undefined,
  ambientCredentials: environmentCredentials,
  defaultCredentials: () => environmentCredentials(undefined),
};

function environmentCredentials(env: Environment | undefined): () => Promise<AwsCredentials> {
  return async () => {
    const keys = environmentKeys("AWS_", env);
    if (keys !== undefined) return keys;
    throw new AwsCredentialsError(
      "No AWS credentials. This runtime has no default credential chain: pass `apiKey`, `credentials` or keys, or set " +
        "AWS_BEARER_TOKEN_BEDROCK or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
    );
  };
}
