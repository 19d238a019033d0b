/** The ready containers, by the format that they speak. */
export type ContainerName =
  | "echo"
  | "text"
  | "tgi"
  | "lmi"
  | "openai"
  | "jumpstart-llama2-chat"
  | "tei"
  | "lmi-embedding"
  | "jumpstart-embedding"
  | "hf-feature-extraction";

/** What a container is told about an invocation besides its body. */
export interface ContainerCall {
  /** The id of the request, the one that the answer carries. */
  readonly id: string;
  readonly endpointName: string;
  /** The production variant that was chosen. */
  readonly variant: string;
  /** The inference component, on endpoints that have some. */
  readonly inferenceComponent: string | undefined;
  /** Whether the caller used InvokeEndpointWithResponseStream. What the body asks for is the container's own business. */
  readonly streaming: boolean;
  /** The body as JSON; `undefined` when it is none. */
  readonly json: unknown;
  /** Counted from 1, more when the client retries. */
  readonly attempt: number;
  /** Fires when the client has gone. */
  readonly signal: AbortSignal;
}

/**
 * What a container answers: a body, a body in pieces, or a `Response` with a status and headers of its own, such as
 * `fetch` gives it.
 *
 * A status outside 200 to 299 is a failed container, which SageMaker reports as `ModelError` with that status. Of the
 * headers, `content-type` and `x-amzn-sagemaker-custom-attributes`, `-new-session-id` and `-closed-session-id` arrive.
 */
export type ContainerAnswer = string | Uint8Array | AsyncIterable<string | Uint8Array> | Response;

/**
 * A container of your own: its body and the headers of the request in, an answer out.
 *
 * What it throws is a failed container, with the status 500. An iterable that throws breaks the stream: with the error
 * code `StreamBroken`, or with the `errorCode` of what was thrown.
 */
export type Container = (
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  call: ContainerCall,
) => ContainerAnswer | Promise<ContainerAnswer>;

/**
 * How the bytes of a streamed answer are cut into parts, without regard to lines and characters: every so many bytes,
 * in these sizes in turn, or in seeded random sizes up to 64.
 */
export type PartSizes = number | readonly number[] | "random";

/** A SageMaker endpoint in service. */
export interface EndpointOptions {
  /** Up to 63 letters, digits and hyphens. */
  name: string;
  /** What answers: a function, or the format of a ready container. */
  container: ContainerName | Container;
  /** @defaultValue as the container hands them out */
  parts?: PartSizes;
  /** The production variants, the default first. @defaultValue `["AllTraffic"]` */
  variants?: readonly string[];
  /** With some, every request must name one. */
  inferenceComponents?: readonly string[];
  /** The models of a multi-model endpoint. @defaultValue any `TargetModel` is passed on */
  targetModels?: readonly string[];
  /** Begins and ends stateful sessions, and refuses ids that it did not give out. @defaultValue false */
  sessions?: boolean;
  /** The length of the vectors of an embedding container. @defaultValue 384 */
  dimensions?: number;
}

/** An endpoint of a running instance. */
export interface EndpointHandle {
  readonly name: string;
  /**
   * Replaces what answers, and how it is cut, until `reset`.
   *
   * @throws Error naming the member that is wrong
   */
  serve(container: ContainerName | Container, options?: Omit<EndpointOptions, "name" | "container">): void;
}
