import { mapAwsError, type MapAwsErrorContext } from "@langchain-aws/core";
import { awsSecretNames, awsSerializableKeys } from "./options.ts";
import type { ClientSource } from "./client-source.ts";

/** What a LangChain class says about its AWS options when it is serialised. */
export interface AwsSerialization {
  /** For `get lc_secrets()`. */
  readonly secrets: Record<string, string>;
  /** For `get lc_serializable_keys()`. */
  readonly serializableKeys: string[];
}

/**
 * What a class returns from its serialisation getters.
 *
 * ```ts
 * const serialization = awsSerialization(["model", "temperature"]);
 * // in the class:
 * override get lc_secrets(): Record<string, string> { return serialization.secrets; }
 * override get lc_serializable_keys(): string[] { return serialization.serializableKeys; }
 * ```
 *
 * @param ownKeys the class's own options that may be shown
 */
export const awsSerialization = (ownKeys: readonly string[]): AwsSerialization => ({
  secrets: { ...awsSecretNames },
  serializableKeys: [...ownKeys, ...awsSerializableKeys],
});

/**
 * For a class's `ready()`: builds the client, so that a missing region shows before the first request, and asks for the
 * identity, so that missing credentials do. The identity of an injected client is its owner's business.
 *
 * @throws AwsRegionError or AwsCredentialsError
 */
export async function warmUp(source: ClientSource<object>, context: MapAwsErrorContext = noContext): Promise<void> {
  const client = await source.get();
  const config: unknown = "config" in client ? client.config : undefined;
  const provider = source.injected || typeof config !== "object" || config === null ? undefined : identityOf(config);
  await provider?.().catch((error: unknown) => {
    throw mapAwsError(error, context);
  });
}

const noContext: MapAwsErrorContext = { service: "aws", operation: "ready", what: "No AWS credentials" };

function identityOf(config: object): (() => Promise<unknown>) | undefined {
  const read = (name: string): unknown => Reflect.get(config, name);
  const provider = read("token") ?? read("credentials");
  return typeof provider === "function" ? async () => provider() : undefined;
}
