import { AgentCatalogue } from "./agents/agent-catalogue.ts";
import { ModelCatalogue } from "./catalogue/model-catalogue.ts";
import { ChatEngine } from "./chat/chat-engine.ts";
import type { Responder } from "./chat/responder.ts";
import { createUpstream } from "./chat/upstream/upstream.ts";
import { createListener, type Listener } from "./connection.ts";
import { ControlRoutes } from "./control.ts";
import { Dispatcher } from "./dispatch.ts";
import { createEmbedder } from "./engines/create-embedder.ts";
import { EndpointCatalogue } from "./endpoints/endpoint-catalogue.ts";
import type { EndpointHandle } from "./endpoints/endpoint-options.ts";
import type { Embedder } from "./engines/embedder.ts";
import { toEnvironment } from "./environment.ts";
import { FaultRules } from "./fault-rules.ts";
import { GraphCatalogue } from "./graphs/graph-catalogue.ts";
import type { GraphHandle } from "./graphs/graph-options.ts";
import { GuardrailCatalogue } from "./guardrails/guardrail-catalogue.ts";
import { HostRule, isLoopback } from "./hosts.ts";
import { KendraCatalogue } from "./kendra/kendra-catalogue.ts";
import type { KendraHandle } from "./kendra/kendra-options.ts";
import { KnowledgeBaseCatalogue } from "./knowledge-bases/knowledge-base-catalogue.ts";
import type { KnowledgeBaseHandle } from "./knowledge-bases/knowledge-base-options.ts";
import type { LocalMemoryDb } from "./memorydb/memorydb-options.ts";
import { MemoryDbServer } from "./memorydb/memorydb-server.ts";
import type { LocalState, ServiceName } from "./operation.ts";
import type { LocalAwsOptions, LocalKey, ResolvedOptions } from "./options.ts";
import { DataDirectory, restoreSnapshot, writeSnapshot } from "./persistence/data-directory.ts";
import type { PersistentStore } from "./persistence/persistent-store.ts";
import { toPersistentStores } from "./persistence/persistent-stores.ts";
import { toStoreViews } from "./page/store-views.ts";
import { createRandom } from "./random.ts";
import { Replay } from "./replay/replay.ts";
import { type PartialEntry, type RequestEntry, RequestLog, type RequestQuery } from "./request-log.ts";
import { requireNode } from "./require-node.ts";
import { resolveOptions } from "./resolve-options.ts";
import { S3VectorsAccount } from "./s3-vectors/s3-vectors-account.ts";
import { services } from "./services/index.ts";
import { countTextTokens } from "./tokens.ts";

/** An access key in the form that AWS clients take. */
export interface LocalCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** What an AWS SDK client needs to reach an instance: pass it to the client's constructor. */
export interface LocalClientConfig {
  region: string;
  endpoint: string;
  credentials: LocalCredentials;
  /** Set for the services whose clients would put an id before the host name. */
  disableHostPrefix?: boolean;
}

/** A running endpoint. */
export interface LocalAws extends AsyncDisposable {
  /** `http://127.0.0.1:49152` */
  readonly url: string;
  readonly port: number;
  readonly region: string;
  readonly credentials: LocalCredentials;
  /** What the `/_local/` routes want in `x-local-token`. */
  readonly controlToken: string;
  /** The page that shows the calls as they happen and what is stored; the address holds the token. */
  readonly pageUrl: string;
  /** What the chat models answer. */
  readonly chat: ChatEngine;
  /** Rules that make the endpoint slow, refusing or broken. */
  readonly faults: FaultRules;
  /**
   * A knowledge base, to be filled. An id that the options do not name makes one, which `reset` takes away.
   *
   * @throws Error when the id is not ten letters and digits
   */
  kb(id: string): KnowledgeBaseHandle;
  /**
   * A Kendra index, to be filled. An id that the options do not name makes one, which `reset` takes away.
   *
   * @throws Error when the id is not 36 letters, digits and hyphens
   */
  kendra(id: string): KendraHandle;
  /**
   * The MemoryDB port.
   *
   * @throws Error when the option `memorydb` did not ask for one
   */
  readonly memorydb: LocalMemoryDb;
  /**
   * A graph: of Neptune Analytics by its id, without one that of the Neptune Database cluster. An id that the options do
   * not name makes one, which `reset` takes away.
   *
   * @throws Error when the id is not `g-` and ten letters or digits
   */
  graph(id?: string): GraphHandle;
  /** Constructor options for an AWS SDK client of that service. */
  clientConfig(service: ServiceName): LocalClientConfig;
  /** Environment variables that send all AWS clients of a process here. */
  env(): Record<string, string>;
  /**
   * A SageMaker endpoint, to say what answers for it. A name that the options do not have is in service once something
   * is served, until `reset`.
   *
   * @throws Error when the name is not up to 63 letters, digits and hyphens
   */
  endpoint(name: string): EndpointHandle;
  /** The requests received so far that match, oldest first. */
  requests(query?: RequestQuery): RequestEntry[];
  lastRequest(): RequestEntry | undefined;
  /**
   * The first request that matches, now or later; `{ endedBy: "client" }` waits for an abort.
   *
   * @throws Error naming what was received, after `timeoutMs` (5,000 by default)
   */
  waitForRequest(query: RequestQuery, options?: { timeoutMs?: number }): Promise<RequestEntry>;
  /**
   * The newest request that has these members, objects compared partially.
   *
   * @throws Error with the paths in which the nearest request differs
   */
  expectRequest(expected: PartialEntry): RequestEntry;
  /** Calls the listener with each request once its answer is complete; gives a function that ends that. */
  onRequest(listener: (entry: RequestEntry) => void): () => void;
  /** One line for each request received, fit for the report of a test. */
  describeRequests(): string;
  /**
   * Writes what is stored (documents, vectors, keys, graphs) into a directory, in the form of `dataDir`. Scripts, faults
   * and the log are no part of it.
   *
   * @param path - a directory that is empty or holds a snapshot; it is made if there is none
   * @throws Error when the directory holds other things, or cannot be written
   */
  snapshot(path: string): Promise<void>;
  /**
   * Puts what a snapshot holds in the place of everything that is stored.
   *
   * @throws Error when there is none, it was written by a newer version, or it is damaged
   */
  restore(path: string): Promise<void>;
  /** Empties script, data and rules set since the start, and log. */
  reset(): void;
  /** Ends every connection at once, streams that are open included. What `dataDir` is to hold is written before. */
  close(): Promise<void>;
}

/**
 * Starts an AWS-compatible endpoint on the loopback. Instances of one process share nothing.
 *
 * @throws Error naming the option that is wrong, the port that is taken, or the Node that is needed
 */
export async function createLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  requireNode();
  const resolved = resolveOptions(options);
  if (!isLoopback(resolved.host)) {
    process.emitWarning(
      "The local AWS endpoint can be reached from other machines (`allowRemote`).",
      "LocalAwsWarning",
    );
  }
  const instance = new Instance(resolved);
  await instance.start();
  return instance;
}

class Instance implements LocalAws {
  readonly region: string;
  readonly chat: ChatEngine;
  readonly faults: FaultRules;
  readonly #options: ResolvedOptions;
  readonly #log: RequestLog;
  readonly #control: ControlRoutes;
  readonly #dispatcher: Dispatcher;
  readonly #endpoints: EndpointCatalogue;
  readonly #embedder: Embedder;
  readonly #knowledgeBases: KnowledgeBaseCatalogue;
  readonly #replay: Replay | undefined;
  readonly #agents: AgentCatalogue;
  readonly #kendra: KendraCatalogue;
  readonly #s3Vectors: S3VectorsAccount;
  readonly #memorydb: MemoryDbServer | undefined;
  readonly #graphs: GraphCatalogue;
  readonly #listener: Listener;
  readonly #stores: readonly PersistentStore[];
  #data: DataDirectory | undefined;
  #port = 0;

  constructor(options: ResolvedOptions) {
    this.#options = options;
    this.region = options.region;
    const random = createRandom(options.seed);
    this.chat = new ChatEngine({ ...options, responders: respondersOf(options, random) });
    this.faults = new FaultRules(options.faults, random);
    this.#log = new RequestLog({ ...options.log, maxBodyBytes: options.limits.loggedBytes });
    this.#endpoints = new EndpointCatalogue(options);
    this.#embedder = createEmbedder(options.embeddings);
    const countTokens = (value: unknown): number =>
      countTextTokens(typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
    this.#knowledgeBases = new KnowledgeBaseCatalogue(options.knowledgeBases, {
      embedder: this.#embedder,
      countTokens,
      random: createRandom(options.seed),
    });
    this.#replay = options.replay && new Replay(options.replay);
    this.#agents = new AgentCatalogue(options.agents);
    this.#kendra = new KendraCatalogue(options.kendraIndexes, { embedder: this.#embedder, clock: options.clock });
    this.#s3Vectors = new S3VectorsAccount(options.s3Vectors, options, options.clock);
    this.#memorydb = options.memorydb && new MemoryDbServer(options.memorydb, options);
    this.#graphs = new GraphCatalogue(options.graphs);
    this.#stores = toPersistentStores({
      knowledgeBases: this.#knowledgeBases,
      kendra: this.#kendra,
      s3Vectors: this.#s3Vectors,
      memorydb: this.#memorydb,
      graphs: this.#graphs,
    });
    const state: LocalState = {
      options,
      endpoints: this.#endpoints,
      chat: this.chat,
      catalogue: new ModelCatalogue({ ...options.models, region: options.region, accountId: options.accountId }),
      guardrails: new GuardrailCatalogue(options),
      knowledgeBases: this.#knowledgeBases,
      agents: this.#agents,
      kendra: this.#kendra,
      s3Vectors: this.#s3Vectors,
      graphs: this.#graphs,
      embedder: this.#embedder,
      countTokens,
      clock: options.clock,
      random,
    };
    this.#control = new ControlRoutes({
      log: this.#log,
      faults: this.faults,
      kb: (id) => this.kb(id),
      kendra: (id) => this.kendra(id),
      s3Vectors: this.#s3Vectors,
      graph: (id) => this.graph(id),
      stores: toStoreViews({
        knowledgeBases: this.#knowledgeBases,
        kendra: this.#kendra,
        s3Vectors: this.#s3Vectors,
        memorydb: this.#memorydb,
        graphs: this.#graphs,
      }),
      reset: () => this.reset(),
      describe: () => ({ url: this.url, region: this.region, services: services.map(({ name }) => name) }),
    });
    this.#dispatcher = new Dispatcher({
      state,
      services,
      replay: this.#replay,
      log: this.#log,
      faults: this.faults,
      hosts: new HostRule(options),
      control: this.#control,
    });
    this.#listener = createListener((exchange) => void this.#dispatcher.dispatch(exchange), options);
  }

  get url(): string {
    const { host, tls } = this.#options;
    return `${tls === undefined ? "http" : "https"}://${host.includes(":") ? `[${host}]` : host}:${this.#port}`;
  }

  get port(): number {
    return this.#port;
  }

  get controlToken(): string {
    return this.#control.token;
  }

  get pageUrl(): string {
    return `${this.url}/_local/?token=${this.controlToken}`;
  }

  get credentials(): LocalCredentials {
    const [accessKeyId, { secretAccessKey, sessionToken }] = this.#key;
    return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  }

  get #key(): [string, LocalKey] {
    const [first] = Object.entries(this.#options.auth.keys);
    // The options were refused at the start if there were none.
    return first ?? ["", { secretAccessKey: "" }];
  }

  kb(id: string): KnowledgeBaseHandle {
    return this.#knowledgeBases.handle(id);
  }

  kendra(id: string): KendraHandle {
    return this.#kendra.handle(id);
  }

  get memorydb(): LocalMemoryDb {
    if (this.#memorydb === undefined) {
      throw new Error("This instance has no MemoryDB port. Pass `memorydb: true` to createLocalAws.");
    }
    return this.#memorydb;
  }

  graph(id?: string): GraphHandle {
    return this.#graphs.handle(id);
  }

  clientConfig(service: ServiceName): LocalClientConfig {
    const config = { region: this.region, endpoint: this.url, credentials: this.credentials };
    return service === "neptune-graph" ? { ...config, disableHostPrefix: true } : config;
  }

  env(): Record<string, string> {
    const [accessKeyId, key] = this.#key;
    return toEnvironment({ url: this.url, region: this.region, accessKeyId, key, memorydbUrl: this.#memorydb?.url });
  }

  endpoint(name: string): EndpointHandle {
    return this.#endpoints.handle(name);
  }

  requests(query?: RequestQuery): RequestEntry[] {
    return this.#log.find(query);
  }

  lastRequest(): RequestEntry | undefined {
    return this.#log.last();
  }

  async waitForRequest(query: RequestQuery, { timeoutMs = 5000 }: { timeoutMs?: number } = {}): Promise<RequestEntry> {
    return await this.#log.wait(query, timeoutMs);
  }

  expectRequest(expected: PartialEntry): RequestEntry {
    return this.#log.expect(expected);
  }

  onRequest(listener: (entry: RequestEntry) => void): () => void {
    return this.#log.subscribe((entry) => {
      if (entry.endedBy !== undefined) listener({ ...entry });
    });
  }

  describeRequests(): string {
    return this.#log.describe();
  }

  async snapshot(path: string): Promise<void> {
    await writeSnapshot(path, this.#stores);
  }

  async restore(path: string): Promise<void> {
    await restoreSnapshot(path, this.#stores);
  }

  reset(): void {
    this.chat.reset();
    this.faults.reset();
    this.#endpoints.reset();
    this.#knowledgeBases.reset();
    this.#agents.sessions.clear();
    this.#replay?.reset();
    this.#kendra.reset();
    this.#s3Vectors.reset();
    this.#memorydb?.reset();
    this.#graphs.reset();
    this.#log.clear();
  }

  async start(): Promise<void> {
    const { dataDir } = this.#options;
    if (dataDir !== undefined) this.#data = await DataDirectory.open(dataDir, this.#stores);
    try {
      this.#port = await this.#listener.listen(this.#options.port, this.#options.host);
    } catch (error) {
      await this.close();
      throw toListenError(error, this.#options);
    }
    try {
      await this.#memorydb?.start();
    } catch (error) {
      await this.close();
      throw toListenError(error, { host: this.#options.host, port: this.#options.memorydb?.port ?? 0 });
    }
  }

  async close(): Promise<void> {
    this.#dispatcher.cancelAll();
    // One turn of the loop, in which the resets of open streams leave.
    await new Promise((resolve) => setImmediate(resolve));
    await this.#listener.close();
    await this.#memorydb?.close();
    try {
      await this.#data?.close();
    } finally {
      this.#graphs.close();
      await this.#embedder.close?.();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** The server upstream comes last, in place of the fixed rules. */
function respondersOf({ responders, upstream }: ResolvedOptions, random: () => number): readonly Responder[] {
  return upstream === undefined ? responders : [...responders, createUpstream(upstream, random)];
}

const listenErrors: Readonly<Record<string, string>> = {
  EADDRINUSE: "is taken. Pass another `port`, or 0 for any that is free",
  EACCES: "may not be bound by this user. Pass a `port` above 1023",
  EADDRNOTAVAIL: "cannot be bound: `host` is no address of this machine",
};

function toListenError(error: unknown, { host, port }: Pick<ResolvedOptions, "host" | "port">): Error {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reason = listenErrors[code] ?? `could not be bound (${code || String(error)})`;
  return new Error(`createLocalAws: ${host}:${port} ${reason}.`, { cause: error });
}
