import type { AgentCatalogue } from "./agents/agent-catalogue.ts";
import type { ModelCatalogue } from "./catalogue/model-catalogue.ts";
import type { ChatEngine } from "./chat/chat-engine.ts";
import type { EndpointCatalogue } from "./endpoints/endpoint-catalogue.ts";
import type { Embedder } from "./engines/embedder.ts";
import type { GraphCatalogue } from "./graphs/graph-catalogue.ts";
import type { GuardrailCatalogue } from "./guardrails/guardrail-catalogue.ts";
import type { IncomingEvent } from "./incoming-events.ts";
import type { KendraCatalogue } from "./kendra/kendra-catalogue.ts";
import type { KnowledgeBaseCatalogue } from "./knowledge-bases/knowledge-base-catalogue.ts";
import type { ResolvedOptions } from "./options.ts";
import type { S3VectorsAccount } from "./s3-vectors/s3-vectors-account.ts";

/** The services that this endpoint knows by name; the word is the SDK package's (`client-<name>`). */
export type ServiceName =
  | "bedrock-runtime"
  | "bedrock"
  | "bedrock-agent-runtime"
  | "sagemaker-runtime"
  | "neptune-graph"
  | "neptune-db"
  | "kendra"
  | "s3vectors";

/** Token counts as the service reports them; kept in the request log beside the answer. */
export interface Usage {
  inputTokens: number;
  outputTokens: number;
  totalTokens?: number;
  cacheReadInputTokens?: number;
  cacheWriteInputTokens?: number;
}

/** Who a request was signed by; `none` only when authentication is lenient or off. */
export interface RequestAuth {
  kind: "sigv4" | "bearer" | "none";
  accessKeyId?: string;
}

/** One request, received in full, authenticated and matched to its operation. */
export interface WireRequest {
  /** The `x-amzn-requestid` of the answer. */
  id: string;
  service: ServiceName;
  operation: string;
  /** Path parameters, percent-decoded: `{ modelId: "arn:aws:bedrock:…" }`. */
  params: Record<string, string>;
  query: URLSearchParams;
  /** Lower-case names; pseudo-headers are left out. */
  headers: Record<string, string>;
  rawBody: Uint8Array;
  /** The parsed body of an operation with `bodyKind: "json"`; `undefined` for raw bodies and for empty ones. */
  body: unknown;
  /** The events that the client goes on sending, for an operation with `bodyKind: "events"`. */
  incoming?: AsyncIterable<IncomingEvent>;
  /** Fires when the client has gone or the server closes. */
  signal: AbortSignal;
  /** Counted from 1, as the client says in `amz-sdk-request`. */
  attempt: number;
  auth: RequestAuth;
}

/** One frame of an event stream. */
export interface StreamEvent {
  /** `:event-type`, `:exception-type` or `:error-code`, by `messageType`. */
  type: string;
  /** Serialised as JSON; for `messageType: "error"` its `message` becomes `:error-message`. */
  body?: unknown;
  /** Sent as it is, in place of `body`. */
  raw?: Uint8Array;
  /** @defaultValue `application/json`; `application/octet-stream` with `raw` */
  contentType?: string;
  /** @defaultValue `"event"`; anything else ends the stream */
  messageType?: "event" | "exception" | "error";
  usage?: Usage;
}

/** What an operation answers. */
export type WireAnswer =
  | { kind: "json"; status?: number; headers?: Record<string, string>; body: unknown; usage?: Usage }
  | {
      kind: "raw";
      status?: number;
      contentType: string;
      headers?: Record<string, string>;
      body: Uint8Array | string;
      usage?: Usage;
      /** Whether trailers tell how the answer ended, as those of Neptune Database do where the client takes them. */
      lateStatus?: boolean;
    }
  /**
   * The status line goes out before the first event is pulled; what must fail with a status of its own is thrown by
   * `handle`. A `ServiceError` thrown by the iterator becomes an exception frame.
   */
  | { kind: "events"; headers?: Record<string, string>; events: AsyncIterable<StreamEvent> };

/** A refusal in the service's own words. The dispatcher serialises it as the service does. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
  /** The wire name: `ValidationException`. */
  readonly type: string;
  readonly status: number;
  /** More members of the error body: `originalStatusCode`, `resourceName`, `reason`, `fieldList`. */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(type: string, status: number, message: string, extra: Record<string, unknown> = {}) {
    super(message);
    this.type = type;
    this.status = status;
    this.extra = extra;
  }
}

/** One operation of one service: how it is recognised and what answers it. */
export interface Operation {
  name: string;
  service: ServiceName;
  method: "GET" | "POST" | "DELETE" | "PUT";
  /** `/model/{modelId}/converse`; one parameter is one percent-encoded segment, and an ARN may carry raw slashes. */
  path: string;
  /** The value of `x-amz-target` that names it, for awsJson services. */
  target?: string;
  /** The IAM action that `allow` is compared with, @defaultValue `bedrock:<name>` by the signing name of the service. */
  action?: string;
  /** More IAM actions that a request needs, by what it asks for. */
  alsoNeeds?(request: WireRequest): readonly string[];
  /** Bytes of the body; over it the answer is 413. @defaultValue 25,000,000 */
  bodyLimit?: number;
  /**
   * `"json"`: the body is parsed before `handle`, and one that does not parse is a `SerializationException`.
   *
   * `"events"`: the body is not read before `handle`; its frames arrive while the answer is sent, over HTTP/2 alone.
   *
   * @defaultValue `"json"`
   */
  bodyKind?: "json" | "raw" | "events";
  /** The ARN named in the refusal of an action that `allow` excludes. @defaultValue `*` */
  resource?(request: WireRequest, state: LocalState): string;
  handle(request: WireRequest, state: LocalState): Promise<WireAnswer>;
}

/** The operations of one service, and how it writes its errors. */
export interface Service {
  name: ServiceName;
  /** The service of the credential scope: `bedrock` for all of Bedrock. */
  signingName: string;
  operations: readonly Operation[];
  /** @defaultValue `{"message": …}` plus the error's `extra`, with the type in `x-amzn-errortype` */
  errorBody?(error: ServiceError, requestId: string): { body: unknown; headers: Record<string, string> };
}

/** What the operations of one instance share. Two instances share nothing. */
export interface LocalState {
  readonly options: ResolvedOptions;
  /** The SageMaker endpoints. */
  readonly endpoints: EndpointCatalogue;
  readonly chat: ChatEngine;
  readonly catalogue: ModelCatalogue;
  readonly guardrails: GuardrailCatalogue;
  readonly agents: AgentCatalogue;
  readonly knowledgeBases: KnowledgeBaseCatalogue;
  readonly kendra: KendraCatalogue;
  readonly s3Vectors: S3VectorsAccount;
  readonly graphs: GraphCatalogue;
  /** Turns texts into vectors, by the `embeddings` option. */
  readonly embedder: Embedder;
  /** Tokens of a text or of any JSON value. */
  countTokens(value: unknown): number;
  /** Milliseconds since the epoch, from the `clock` option. */
  clock(): number;
  /** 0 ≤ n < 1, from the `seed` option: two instances with one seed give one sequence. */
  random(): number;
}
