import { parseModelId, untilAborted } from "@langchain-aws/core";
import type { AwsOptions } from "./aws-options.ts";
import { createClientSource, type ClientSource } from "./client-source.ts";
import type { AwsClientLike } from "./client.ts";
import { createControlPlane, type ControlPlane, type ControlPlaneModule } from "./control-plane.ts";
import { lookUpBaseModel, type BaseModel, type LookUpOptions } from "./model-lookup.ts";
import { once } from "./once.ts";
import type { ResolvedClientConfig } from "./resolve-client-config.ts";
import { warmUp } from "./surface.ts";

/** What is needed of `@aws-sdk/client-bedrock-runtime`, by shape. */
export interface BedrockRuntimeModule {
  readonly BedrockRuntimeClient: new (config: ResolvedClientConfig) => AwsClientLike;
}

/** What a {@link BedrockModelClient} is made from. */
export interface BedrockModelClientSettings<Sdk extends BedrockRuntimeModule> {
  readonly options: AwsOptions;
  /** The model id of the constructor: the region inside an ARN beats the environment's. */
  readonly modelId: string;
  /** The package and its version, for the user agent. */
  readonly userAgent: readonly [name: string, version: string];
  /** Loads the AWS SDK, at the first request: `() => import("./sdk.ts")`. */
  readonly load: () => Promise<Sdk>;
  /** Loads `@aws-sdk/client-bedrock`, an optional peer, when a model is first looked up. */
  readonly loadControlPlane: () => Promise<ControlPlaneModule>;
}

/**
 * The clients of one object that calls models of Bedrock: the runtime's, and the control plane's for identifiers that do not
 * name their model. Both are built or shared at first use. A surface extends it by its operations.
 */
export class BedrockModelClient<Sdk extends BedrockRuntimeModule> {
  /** Where the runtime's client comes from. */
  protected readonly source: ClientSource<AwsClientLike>;
  /** The AWS SDK, loaded with the first request; looking it up again for each would cost more than the rest of a call. */
  protected readonly loadSdk: () => Promise<Sdk>;
  readonly #controlPlane: ControlPlane;
  readonly #timeout: number | undefined;

  constructor({ options, modelId, userAgent, load, loadControlPlane }: BedrockModelClientSettings<Sdk>) {
    const { region } = parseModelId(modelId);
    const shared = {
      options,
      userAgent: [...userAgent] as [string, string],
      ...(region !== undefined && { modelArnRegion: region }),
    };
    this.loadSdk = once(load);
    this.#timeout = options.timeout;
    this.source = createClientSource<AwsClientLike>({
      ...shared,
      service: "bedrock-runtime",
      create: async (config) => {
        const { BedrockRuntimeClient } = await this.loadSdk();
        return new BedrockRuntimeClient(config);
      },
    });
    this.#controlPlane = createControlPlane({ ...shared, load: loadControlPlane });
  }

  /**
   * Who asks, and where: equal for equal credentials and regions, and no secret.
   *
   * @param signal ends the wait for what has to be found out
   */
  async identity(signal?: AbortSignal): Promise<string> {
    const identity = await untilAborted(this.source.identity(), signal);
    // A client of the caller's has one region, whatever it is; a test double has none.
    return this.source.injected ? identity : `${await untilAborted(this.source.region(), signal)} ${identity}`;
  }

  /** Builds the client and asks for credentials, so that what is missing shows early. */
  async ready(): Promise<void> {
    await warmUp(this.source);
  }

  /** Gives the shared clients up. */
  async dispose(): Promise<void> {
    await Promise.all([this.source.dispose(), this.#controlPlane.dispose()]);
  }

  /**
   * Milliseconds for each attempt: the earlier of a call's and the constructor's, nothing without a limit. A client of ours
   * has the constructor's already; one of the caller's has not.
   *
   * @param timeout the call's; 0 is none
   */
  protected timeoutFor(timeout?: number): number | undefined {
    const earliest = Math.min(timeout || Infinity, this.#timeout || Infinity);
    return earliest === Infinity ? undefined : earliest;
  }

  /**
   * The foundation model behind an identifier that does not name it.
   *
   * @throws as {@link lookUpBaseModel}
   */
  protected async lookUp(modelId: string, options?: LookUpOptions): Promise<BaseModel> {
    return lookUpBaseModel(parseModelId(modelId), this.#controlPlane, options);
  }
}
