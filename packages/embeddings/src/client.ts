import type { InvokeModelCommandOutput as WireInvokeOutput } from "@aws-sdk/client-bedrock-runtime";
import { type AwsOptions, BedrockModelClient, type BaseModel, sendWithHeaders } from "@langchain-aws/aws-auth";
import { AwsConfigurationError, ModelProviderError, utf8Encode } from "@langchain-aws/core";
import type * as Sdk from "./sdk.ts";
import { validationHints } from "./validation-hints.ts";
import { packageName, packageVersion } from "./version.ts";

/** What a client is made from. */
export interface EmbeddingsClientSettings {
  readonly aws: AwsOptions;
  /** The model id of the constructor; the region inside an ARN counts. */
  readonly modelId: string;
  readonly onFailedAttempt: ((error: Error) => unknown) | undefined;
}

/** What one request says about its sending. */
export interface InvokeCall {
  readonly signal: AbortSignal;
  /** How the text of a failure begins: `InvokeModel failed for input 3`. */
  readonly what: string;
  /** The texts of the request, which no error may quote; asked for only when there is an error. */
  readonly texts: () => readonly string[];
}

/** What the service answered. */
export interface InvokeReply {
  readonly body: Uint8Array;
  /** From the response's header, which Cohere and Nova count in. */
  readonly inputTokens: number | undefined;
}

/** The only file that talks to AWS. Errors come out mapped. */
export class EmbeddingsClient extends BedrockModelClient<typeof Sdk> {
  readonly #settings: EmbeddingsClientSettings;

  constructor(settings: EmbeddingsClientSettings) {
    const { aws: options, modelId } = settings;
    super({
      options,
      modelId,
      userAgent: [packageName, packageVersion],
      load: async () => import("./sdk.ts"),
      loadControlPlane,
    });
    this.#settings = settings;
  }

  /**
   * Sends one request.
   *
   * @param body - JSON, in the model's own format
   */
  async invoke(body: string, { signal, what, texts }: InvokeCall): Promise<InvokeReply> {
    const { InvokeModelCommand } = await this.loadSdk();
    const { aws, modelId, onFailedAttempt } = this.#settings;
    const command = new InvokeModelCommand({
      modelId,
      contentType: "application/json",
      accept: "application/json",
      body,
    });
    const { output, headers } = await sendWithHeaders<WireInvokeOutput>(await this.source.get(), command, {
      signal,
      timeout: this.timeoutFor(),
      ...(onFailedAttempt !== undefined && { onFailedAttempt }),
      context: {
        service: "bedrock-runtime",
        operation: "InvokeModel",
        what,
        model: modelId,
        // A getter: the texts are needed only when there is an error that may quote them.
        get secrets() {
          return [...aws.secrets, ...texts()];
        },
        hints: validationHints,
        ...(aws.region !== undefined && { region: aws.region }),
        ...(aws.profile !== undefined && { profile: aws.profile }),
      },
    });
    const tokens = Number(headers["x-amzn-bedrock-input-token-count"] ?? Number.NaN);
    return { body: bytesOf(output.body), inputTokens: Number.isFinite(tokens) ? tokens : undefined };
  }

  /**
   * The foundation model behind an ARN that does not name it.
   *
   * @throws ModelProviderError when it cannot be found out; AwsConfigurationError when the package for it is missing
   */
  async findModel(modelId: string, signal: AbortSignal | undefined): Promise<BaseModel> {
    try {
      const found = await this.lookUp(modelId, { ...(signal !== undefined && { signal }) });
      if (found.baseModelId !== undefined || found.provider !== undefined) return found;
    } catch (error) {
      signal?.throwIfAborted();
      // What to install is all there is to say.
      if (AwsConfigurationError.isInstance(error) && error.code.endsWith("_PACKAGE")) throw error;
      const reason = error instanceof Error ? ` ${error.message}` : "";
      throw unknownModel(`The model behind ${modelId} could not be looked up.${reason}`, error);
    }
    throw unknownModel(`${modelId} does not say which model is behind it.`);
  }
}

/** The AWS SDK gives bytes; a test double may give a text, or nothing. */
function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return utf8Encode(typeof body === "string" ? body : "");
}

const unknownModel = (problem: string, cause?: unknown): ModelProviderError =>
  new ModelProviderError(
    `${problem} The format of its requests follows from \`baseModelId\` or \`provider\`: pass one.`,
    {
      ...(cause !== undefined && { cause }),
    },
  );

/** An optional peer. With a `catch`, bundlers take it for one, and build without it. */
const loadControlPlane = async () =>
  import("@aws-sdk/client-bedrock").catch((error: unknown) => {
    throw error;
  });
