import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import type { FoundVersions } from "@langchain-aws/core";
import type { AwsCredentialsProvider } from "./options.ts";
import type { Platform, ProfileSettings, TransportSettings } from "./platform.ts";
import { createProxyHandler } from "./proxy-handler.ts";
import { proxySettings } from "./proxy.ts";

/** A connection that takes longer than this to open is given up, in milliseconds. */
const connectionTimeoutMs = 10_000;

async function createRequestHandler(settings: TransportSettings): Promise<object | undefined> {
  // The SDK's own handler is what HTTP/2 was asked for with: it opens a session for each request.
  if (settings.transport === "http2") return undefined;
  const { NodeHttpHandler } = await import("./sdk-node.ts");
  const options = handlerOptions(settings);
  if (settings.proxy === undefined) return new NodeHttpHandler(options);
  return createProxyHandler(proxySettings(settings.proxy, settings.env), (agent) => {
    const agents = agent === undefined ? {} : { httpAgent: agent, httpsAgent: agent };
    return new NodeHttpHandler({ ...options, ...agents });
  });
}

function handlerOptions({ timeout, handlerOptions: own }: TransportSettings): object {
  return {
    connectionTimeout:
      timeout === undefined || timeout === 0 ? connectionTimeoutMs : Math.min(timeout, connectionTimeoutMs),
    // Without the second setting the handler only logs that the first has run out. It stops at the response's headers,
    // so a long stream lives on.
    ...(timeout === undefined || timeout === 0 ? {} : { requestTimeout: timeout }),
    throwOnRequestTimeout: true,
    // `maxConcurrency` is the limit on parallel calls; the SDK's 50 sockets would make the 51st stream wait unseen.
    httpAgent: { maxSockets: Infinity },
    httpsAgent: { maxSockets: Infinity },
    ...own,
  };
}

/** A profile, and the file that it is in: other sections by their name, such as `services.local`. */
type Selector = (profile: Section, file: Readonly<Record<string, Section>>) => string | undefined;
type Section = Readonly<Record<string, string | undefined>>;

async function readProfile(settings: ProfileSettings, select: Selector, preferredFile: "config" | "credentials") {
  const { loadConfig } = await import("./sdk-node.ts");
  const load = loadConfig<string | undefined>(
    {
      environmentVariableSelector: () => undefined,
      configFileSelector: (profile, file) => select(profile, file ?? {})?.trim() || undefined,
      default: async () => undefined,
    },
    { ...settings, preferredFile },
  );
  return load();
}

const profileRegion = (settings: ProfileSettings): Promise<string | undefined> =>
  readProfile(settings, (profile) => profile["region"], "credentials");

/** "Service-specific endpoints", AWS SDKs and Tools reference guide. */
const profileEndpoint = (settings: ProfileSettings, service: string): Promise<string | undefined> =>
  readProfile(
    settings,
    (profile, file) => {
      if (profile["ignore_configured_endpoint_urls"] === "true") return undefined;
      const section = profile["services"] === undefined ? undefined : file[`services.${profile["services"]}`];
      return section?.[`${service.replaceAll("-", "_")}.endpoint_url`] ?? profile["endpoint_url"];
    },
    "config",
  );

function defaultCredentials(settings: ProfileSettings, region: () => Promise<string>): AwsCredentialsProvider {
  let provider: AwsCredentialsProvider | undefined;
  return async (options) => {
    if (provider === undefined) {
      const { defaultProvider } = await import("./default-provider.ts");
      provider ??= defaultProvider({ ...settings, clientConfig: { region: await region() } });
    }
    return provider(options);
  };
}

const versions = (): FoundVersions => ({ node: process.versions.node, langchainCore: langchainCoreVersion() });

/**
 * Of the copy that this file would import. In a bundle there is none to be read: what is installed beside it need not be
 * what is in it. There no manifest of this package stands above the file.
 */
function langchainCoreVersion(): string | undefined {
  try {
    // Looked for before it is loaded: in a bundle, where it is missing, that fails in a tenth of the time.
    if (!existsSync(new URL("../package.json", import.meta.url))) return undefined;
    const load = createRequire(import.meta.url);
    const isBundled = load("../package.json").name !== "@langchain-aws/aws-auth";
    return isBundled ? undefined : load("@langchain/core/package.json").version;
  } catch {
    return undefined;
  }
}

let salt: Uint8Array | undefined;

/** At once: WebCrypto goes to another thread, and its first use takes longer than all else that a first client needs. */
function digest(text: string): string {
  // Loaded by whatever signs, not by importing this file.
  const { createHmac, randomBytes } = process.getBuiltinModule("node:crypto");
  salt ??= randomBytes(32);
  return createHmac("sha256", salt).update(text).digest("hex");
}

/**
 * Node: one keep-alive HTTP/1.1 handler for each client, the shared AWS files, and the AWS SDK's own credential chain.
 *
 * The AWS SDK's handler is loaded when the first client is built, not when this package is imported.
 */
export const platform: Platform = {
  name: "node",
  digest,
  versions,
  createRequestHandler,
  profileRegion,
  profileEndpoint,
  ambientCredentials: () => undefined,
  defaultCredentials,
};
