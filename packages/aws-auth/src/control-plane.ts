import { missingPeer, type OptionalPeer, requireUses } from "@langchain-aws/core";
import { privateOptions, type AwsOptions } from "./aws-options.ts";
import { injectedSource, sharedSource, type ClientSource } from "./client-source.ts";
import type { AwsClientLike, AwsCommand } from "./client.ts";
import type { ResolvedClientConfig } from "./resolve-client-config.ts";

/** What is needed of `@aws-sdk/client-bedrock`, by shape: `() => import("@aws-sdk/client-bedrock")` supplies it. */
export interface ControlPlaneModule {
  readonly BedrockClient: new (config: ResolvedClientConfig) => AwsClientLike;
  readonly GetInferenceProfileCommand: new (input: { inferenceProfileIdentifier: string }) => AwsCommand<object>;
  readonly GetProvisionedModelThroughputCommand: new (input: { provisionedModelId: string }) => AwsCommand<object>;
  readonly GetCustomModelDeploymentCommand: new (input: {
    customModelDeploymentIdentifier: string;
  }) => AwsCommand<object>;
}

/** How an object gets its control-plane client. */
export interface ControlPlaneSettings {
  options: AwsOptions;
  modelArnRegion?: string;
  userAgent: [name: string, version: string];
  /** Loads `@aws-sdk/client-bedrock`, an optional peer of the packages that need it. */
  load(): Promise<ControlPlaneModule>;
}

/** A source of control-plane clients that also knows the commands. */
export interface ControlPlane extends ClientSource<AwsClientLike> {
  /** @throws AwsConfigurationError `CONFIG_MISSING_PACKAGE` when `@aws-sdk/client-bedrock` is not installed, and
   * `CONFIG_WRONG_PACKAGE` when an old one is */
  load(): Promise<ControlPlaneModule>;
}

/**
 * Where an object gets the client of Bedrock's control plane: the `bedrockClient` that was passed, or a shared one.
 *
 * Its endpoint is `controlPlaneEndpointUrl` or AWS's own, never the runtime's. Where only a runtime client was passed,
 * region, identity and request handler are taken from it, unless an option says otherwise.
 */
export function createControlPlane(settings: ControlPlaneSettings): ControlPlane {
  const { client, bedrockClient } = privateOptions(settings.options);
  const load = async (): Promise<ControlPlaneModule> =>
    requireUses(await settings.load().catch(missingPeer(peer)), peer);
  const source =
    bedrockClient === undefined
      ? sharedSource<AwsClientLike>(
          {
            ...settings,
            service: "bedrock",
            create: async (config) => {
              const { BedrockClient } = await load();
              return new BedrockClient(config);
            },
          },
          client,
        )
      : // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked to have send() when it was passed
        injectedSource(bedrockClient as AwsClientLike, settings);
  return { ...source, load };
}

const peer: OptionalPeer = {
  name: "@aws-sdk/client-bedrock",
  feature: "Reading the model behind this identifier",
  instead: "pass `provider` and `baseModelId`",
  uses: [
    "BedrockClient",
    "GetInferenceProfileCommand",
    "GetProvisionedModelThroughputCommand",
    "GetCustomModelDeploymentCommand",
  ],
};
