import type { InvokeEndpointInput, SageMakerRuntimeClientConfig } from "@aws-sdk/client-sagemaker-runtime";
import type { AwsClientFields, AwsClientLike } from "@langchain-aws/aws-auth";

/** Members of the request that are handed on: everything but its body. */
export type EndpointKwargs = Partial<Omit<InvokeEndpointInput, "Body">>;

/** Constructor fields that all classes of this package have. Every name is also taken in the snake_case of Python's. */
export interface SagemakerFields extends AwsClientFields<AwsClientLike, SageMakerRuntimeClientConfig> {
  /** The name of the endpoint. Required. */
  endpointName?: string;
  /** The inference component to ask; wins over `endpointKwargs.InferenceComponentName`. */
  inferenceComponentName?: string;
  /** Parameters for the model, which the content handler puts where the container looks for them. */
  modelKwargs?: Record<string, unknown>;
  /** Members of the request, such as `CustomAttributes`, `TargetVariant`, `SessionId`. `Body` is an error. */
  endpointKwargs?: EndpointKwargs;
  /**
   * Milliseconds for an answer that is not streamed, for each attempt. `timeout` is another name.
   *
   * @defaultValue 70,000: containers have 60 seconds
   */
  requestTimeoutMs?: number;
  /**
   * Milliseconds that a stream may be silent; 0 switches the limit off.
   *
   * @defaultValue 300,000
   */
  streamIdleTimeoutMs?: number;
  /**
   * No record of a stream may be longer, in bytes.
   *
   * @defaultValue 16 MiB
   */
  maxLineBytes?: number;
  /** Requests in flight at a time. @defaultValue 10; 4 for embeddings */
  maxConcurrency?: number;
  /** Called once for every attempt that failed, with the mapped error; throwing from it stops the retries. */
  onFailedAttempt?: (error: Error) => unknown;
}

/** What a single call can say. */
export interface SagemakerCallFields {
  /** Merged over the constructor's, key by key. */
  modelKwargs?: Record<string, unknown>;
  /** Merged over the constructor's, member by member. */
  endpointKwargs?: EndpointKwargs;
  /** Milliseconds for each attempt of this call; for a stream, until it is open. */
  timeout?: number;
  /** Retries of this call, in place of the constructor's. */
  maxRetries?: number;
}
