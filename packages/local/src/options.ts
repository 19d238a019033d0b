import type { AgentOptions } from "./agents/agent-options.ts";
import type { ApplicationProfile } from "./catalogue/model-catalogue.ts";
import type { ModelProfile } from "./catalogue/model-profile.ts";
import type { Responder } from "./chat/responder.ts";
import type { UpstreamOptions } from "./chat/upstream/upstream-options.ts";
import type { EndpointOptions } from "./endpoints/endpoint-options.ts";
import type { EmbeddingsOption } from "./engines/embedder.ts";
import type { Fault } from "./fault.ts";
import type { GraphOptions } from "./graphs/graph-options.ts";
import type { GuardrailOptions } from "./guardrails/guardrail-options.ts";
import type { KendraIndexOptions } from "./kendra/kendra-options.ts";
import type { KnowledgeBaseOptions } from "./knowledge-bases/knowledge-base-options.ts";
import type { Limits } from "./limits.ts";
import type { MemoryDbOptions, ResolvedMemoryDbOptions } from "./memorydb/memorydb-options.ts";
import type { PromptOptions } from "./prompts/prompt-options.ts";
import type { ReplayOptions } from "./replay/replay-options.ts";
import type { RequestLogOptions } from "./request-log.ts";
import type { S3VectorsOptions } from "./s3-vectors/s3-vectors-options.ts";

/** One access key that the endpoint accepts. */
export interface LocalKey {
  secretAccessKey: string;
  /** When set, requests must carry it in `x-amz-security-token`. */
  sessionToken?: string;
  /** When the session ends, in milliseconds since the epoch by the instance's clock. */
  sessionExpiresAt?: number;
  /** Actions that this key may use: `*`, `bedrock:*`, `bedrock:InvokeModel`. @defaultValue `["*"]` */
  allow?: readonly string[];
}

/** How requests are authenticated. */
export interface AuthOptions {
  /**
   * `"strict"`: every request must be signed or carry a bearer token. `"lenient"`: checked if present. `"off"`: never.
   *
   * @defaultValue `"strict"`
   */
  mode?: "strict" | "lenient" | "off";
  /** By access key id; the first is the one that `credentials` and `env()` give. @defaultValue `AKIALOCAL`, `local` */
  keys?: Readonly<Record<string, LocalKey>>;
  /** API keys that never expire. @defaultValue `["local-token"]` */
  bearerTokens?: readonly string[];
  /** Regions that a signature may be scoped to. @defaultValue the instance's own */
  regions?: readonly string[] | "any";
  /** How far the date of a request may be from the clock, in seconds. @defaultValue 300 */
  skewSeconds?: number;
  /** Accept keys that look like real ones. @defaultValue false, so that nobody pastes production credentials */
  allowRealKeys?: boolean;
}

/** Which models exist. */
export interface ModelOptions {
  /** @defaultValue `"current"` */
  preset?: "current";
  /** Models of your own, in addition to the preset or in place of its rows. */
  extra?: readonly ModelProfile[];
  /** Application inference profiles of the account. */
  applicationProfiles?: readonly ApplicationProfile[];
  /** Ids of models that the account has no access to; `*` stands for any text. */
  denied?: readonly string[];
  /** What a model id outside the catalogue gives. @defaultValue `"reject"` */
  unknown?: "reject" | "accept";
}

/** Options of `createLocalAws`. */
export interface LocalAwsOptions {
  /** The address to bind. @defaultValue `127.0.0.1` */
  host?: string;
  /** @defaultValue 0: any free port */
  port?: number;
  /** Bind an address that other machines reach. @defaultValue false */
  allowRemote?: boolean;
  /** More names that a `Host` header may carry. Others are answered with 421. */
  allowedHosts?: readonly string[];
  /** PEM texts; with them the port speaks TLS, HTTP/2 and HTTP/1.1 by ALPN. */
  tls?: { key: string; cert: string };
  /** @defaultValue `us-east-1` */
  region?: string;
  /** @defaultValue `000000000000` */
  accountId?: string;
  auth?: AuthOptions;
  models?: ModelOptions;
  /** The SageMaker endpoints of the account. `endpoint(name)` makes more. */
  endpoints?: readonly EndpointOptions[];
  /**
   * What is refused: what AWS refuses today, the stricter rules of 2024, or nothing.
   *
   * @defaultValue `"current"`
   */
  validation?: "current" | "strict2024" | "off";
  /** What answers chat requests, in order, after scripts and before the fixed rules. */
  responders?: readonly Responder[];
  /**
   * An OpenAI-compatible server (Ollama, llama.cpp, vLLM) that answers in place of the fixed rules: its URL, as
   * `http://127.0.0.1:11434/v1`, or the URL with a model and a key.
   */
  upstream?: string | UpstreamOptions;
  /** Recorded interactions that answer in place of all of them. */
  replay?: ReplayOptions;
  /**
   * What embeds texts: words and parts of words, hashed; a small English sentence model in a worker thread, whose
   * packages you install; or a function of yours.
   *
   * @defaultValue `"hash"`
   */
  embeddings?: EmbeddingsOption;
  /** The guardrails of the account. */
  guardrails?: readonly GuardrailOptions[];
  /** The knowledge bases of the account. `kb(id)` makes more. */
  knowledgeBases?: readonly KnowledgeBaseOptions[];
  /** The Kendra indexes of the account. `kendra(id)` makes more. */
  kendraIndexes?: readonly KendraIndexOptions[];
  /** A MemoryDB cluster, on a port of its own. @defaultValue false */
  memorydb?: boolean | MemoryDbOptions;
  /** The graphs of Neptune Database and Neptune Analytics. `graph(id)` makes more. */
  graphs?: readonly GraphOptions[];
  /** The agents of the account. Inline agents need none. */
  agents?: readonly AgentOptions[];
  /** The prompts of the account's Prompt management. */
  prompts?: readonly PromptOptions[];
  /** The vector buckets of the account, and how S3 Vectors pages. */
  s3Vectors?: S3VectorsOptions;
  /**
   * A directory of its own that keeps what is stored, so that it survives the instance; for one instance at a time. What
   * it holds takes the place of what the options say of the same knowledge base, index, bucket or graph.
   *
   * @defaultValue none: everything is kept in memory alone
   */
  dataDir?: string;
  /** Rules that are in force from the start, and again after `reset`. */
  faults?: readonly Fault[];
  /** Send the filler `p` in stream events, as AWS does. @defaultValue true */
  streamFiller?: boolean;
  /** For everything random: ids, fillers, fault probabilities. @defaultValue 1 */
  seed?: number;
  /** Milliseconds since the epoch. @defaultValue `Date.now` */
  clock?: () => number;
  /**
   * When slow and greedy clients are refused or cut off.
   *
   * @defaultValue 10,000 connections; 60 s for a head, 300 s for a request, 300 s for an unread stream and a
   * silent session; 100 MB of logged bodies
   */
  limits?: Partial<Limits>;
  /** How much of the requests is kept. @defaultValue `{ maxEntries: 10_000, bodies: true, answers: false }` */
  log?: Partial<RequestLogOptions>;
}

/** The options of an instance with every default filled in. */
export interface ResolvedOptions {
  readonly host: string;
  readonly port: number;
  readonly allowedHosts: readonly string[];
  readonly tls: Readonly<{ key: string; cert: string }> | undefined;
  readonly region: string;
  readonly accountId: string;
  readonly auth: Readonly<Required<Omit<AuthOptions, "allowRealKeys">>>;
  readonly models: Readonly<Required<ModelOptions>>;
  readonly endpoints: readonly EndpointOptions[];
  readonly validation: "current" | "strict2024" | "off";
  readonly responders: readonly Responder[];
  readonly upstream: UpstreamOptions | undefined;
  readonly replay: ReplayOptions | undefined;
  readonly embeddings: EmbeddingsOption;
  readonly guardrails: readonly GuardrailOptions[];
  readonly knowledgeBases: readonly KnowledgeBaseOptions[];
  readonly kendraIndexes: readonly KendraIndexOptions[];
  readonly memorydb: ResolvedMemoryDbOptions | undefined;
  readonly graphs: readonly GraphOptions[];
  readonly agents: readonly AgentOptions[];
  readonly prompts: readonly PromptOptions[];
  readonly s3Vectors: S3VectorsOptions;
  readonly dataDir: string | undefined;
  readonly faults: readonly Fault[];
  /** Whether stream events carry the filler `p`. */
  readonly streamFiller: boolean;
  readonly seed: number;
  readonly clock: () => number;
  readonly limits: Readonly<Limits>;
  readonly log: Readonly<RequestLogOptions>;
}
