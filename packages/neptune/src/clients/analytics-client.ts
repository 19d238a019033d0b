import type {
  ExecuteQueryCommandInput as WireExecuteQueryInput,
  ExecuteQueryCommandOutput as WireExecuteQueryOutput,
  GetGraphSummaryCommandOutput as WireSummaryOutput,
} from "@aws-sdk/client-neptune-graph";
import type * as Sdk from "@aws-sdk/client-neptune-graph";
import {
  type AwsClientLike,
  type AwsCommand,
  type AwsOptions,
  type ClientSource,
  createClientSource,
  sendCommand,
  warmUp,
} from "@langchain-aws/aws-auth";
import { createCaller, isRecord, missingPeer, type OptionalPeer, requireUses } from "@langchain-aws/core";
import type { AsyncCaller } from "@langchain/core/utils/async_caller";
import { NeptuneConfigError, NeptuneResponseError } from "../errors.ts";
import { findCypherWrite } from "../guard/find-cypher-write.ts";
import { type FailureContext, mapNeptuneError } from "../map-neptune-error.ts";
import type { NeptuneCallOptions } from "../options.ts";
import { type QueryParameters, toParameters } from "../request/parameters.ts";
import type { ConnectionSettings } from "../resolve-options.ts";
import { type GraphSummary, toGraphSummary } from "../schema/summary.ts";
import { packageName, packageVersion } from "../version.ts";
import { abortable } from "./failures.ts";
import type { ExplainMode, NeptuneRow } from "./opencypher-client.ts";

/** What a client is made from. */
export interface AnalyticsClientSettings {
  readonly aws: AwsOptions;
  readonly connection: ConnectionSettings;
  readonly graphIdentifier: string;
  readonly planCache?: "AUTO" | "ENABLED" | "DISABLED";
}

/** What one request is, for its errors and its retries. */
interface Call extends NeptuneCallOptions {
  readonly operation: string;
  readonly action: string;
  readonly query?: string;
  readonly isOnce?: boolean;
}

const read = "neptune-graph:ReadDataViaQuery";

/** The only file that talks to Neptune Analytics. Errors come out as this package's. */
export class AnalyticsClient {
  readonly settings: AnalyticsClientSettings;
  readonly #source: ClientSource<AwsClientLike>;
  readonly #caller: AsyncCaller;
  #region: string | undefined;

  constructor(settings: AnalyticsClientSettings) {
    this.settings = settings;
    this.#caller = createCaller({ maxConcurrency: settings.connection.maxConcurrency });
    this.#source = createClientSource<AwsClientLike>({
      service: "neptune-graph",
      options: settings.aws,
      userAgent: [packageName, packageVersion],
      create: async (config) => new (await loadSdk()).NeptuneGraphClient(config),
    });
  }

  /** The rows of a query, as the service gives them. */
  async query(query: string, parameters: QueryParameters, options: NeptuneCallOptions): Promise<NeptuneRow[]> {
    const call = this.#call(query, options);
    const text = await this.#execute(this.#input(query, parameters), call);
    const body = parsed(text);
    if (isRecord(body) && isRows(body["results"])) return body["results"];
    throw new NeptuneResponseError(`${call.operation}: the answer broke off, or is not what Neptune answers to this.`, {
      service: "neptune-graph",
      operation: call.operation,
      partial: body === undefined,
      details: text.slice(0, 200),
      query,
    });
  }

  /** The plan of a query, as a text. Neptune Analytics has no `dynamic` mode: that and `details` are its `DETAILS`. */
  async explain(
    query: string,
    mode: ExplainMode,
    parameters: QueryParameters,
    options: NeptuneCallOptions,
  ): Promise<string> {
    const explainMode = mode === "static" ? "STATIC" : "DETAILS";
    return this.#execute({ ...this.#input(query, parameters), explainMode }, this.#call(query, options));
  }

  /** Source: "GetGraphSummary", Neptune Analytics API Reference. */
  async summary(mode: "basic" | "detailed", options: NeptuneCallOptions): Promise<GraphSummary> {
    const { graphIdentifier } = this.settings;
    const call: Call = { ...options, operation: "GetGraphSummary", action: "neptune-graph:GetGraphSummary" };
    const { GetGraphSummaryCommand } = await loadSdk();
    const command = new GetGraphSummaryCommand({ graphIdentifier, mode: mode === "basic" ? "BASIC" : "DETAILED" });
    return this.#send(command, call, async (output: WireSummaryOutput) => toGraphSummary(output) ?? {});
  }

  /** Builds the client and asks for credentials, so that what is missing shows early. */
  async ready(): Promise<void> {
    await warmUp(this.#source);
  }

  /** Gives the shared client up. */
  async dispose(): Promise<void> {
    await this.#source.dispose();
  }

  #input(query: string, parameters: QueryParameters): WireExecuteQueryInput {
    const { graphIdentifier, planCache, connection } = this.settings;
    const values = toParameters(parameters);
    return {
      graphIdentifier,
      queryString: query,
      language: "OPEN_CYPHER",
      // The document type of the AWS SDK has no large integers, though its writer knows them.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON values
      ...(Object.keys(values).length > 0 && { parameters: values as WireExecuteQueryInput["parameters"] }),
      ...(planCache !== undefined && { planCache }),
      ...(connection.queryTimeoutMs !== undefined && { queryTimeoutMilliseconds: connection.queryTimeoutMs }),
    };
  }

  #call(query: string, options: NeptuneCallOptions): Call {
    const writes = findCypherWrite(query) !== undefined;
    const action = writes ? `${read} (and, as it writes, WriteDataViaQuery and DeleteDataViaQuery)` : read;
    return { ...options, operation: "ExecuteQuery", action, query, isOnce: writes };
  }

  async #execute(input: WireExecuteQueryInput, call: Call): Promise<string> {
    const { ExecuteQueryCommand } = await loadSdk();
    return this.#send(
      new ExecuteQueryCommand(input),
      call,
      async ({ payload }: WireExecuteQueryOutput) => (await payload?.transformToString()) ?? "",
    );
  }

  /** Sends a command and reads its answer to the end: what breaks off on the way is a failure of the request. */
  async #send<Output, Value>(
    command: AwsCommand<Output>,
    call: Call,
    read: (output: Output) => Promise<Value>,
  ): Promise<Value> {
    const { signal, isOnce = false, operation } = call;
    const { aws, connection } = this.settings;
    const limit = new AbortController();
    return abortable(call, async () =>
      this.#caller.callWithOptions(signal === undefined ? {} : { signal }, async () => {
        try {
          const client = await this.#source.get();
          // For the texts of errors alone: an injected client need not tell.
          this.#region ??= await this.#source.region().catch(() => undefined);
          const mapped = (error: unknown): Error => mapNeptuneError(error, this.#context(call));
          const output = await sendCommand<Output>(client, command, {
            signal: signal === undefined ? limit.signal : AbortSignal.any([signal, limit.signal]),
            timeout: connection.requestTimeoutMs,
            ...(isOnce && { maxRetries: 0 }),
            ...(connection.onFailedAttempt !== undefined && {
              onFailedAttempt: (error) => connection.onFailedAttempt?.(mapped(error)),
            }),
            context: { service: "neptune-graph", operation, secrets: aws.secrets },
          });
          return await within(connection.requestTimeoutMs, limit, async () => read(output));
        } catch (error) {
          throw mapNeptuneError(error, this.#context(call));
        }
      }),
    );
  }

  #context({ operation, action, query }: Call): FailureContext {
    const { aws, connection, graphIdentifier } = this.settings;
    return {
      service: "neptune-graph",
      operation,
      action,
      endpoint: aws.endpointUrl ?? `the endpoint of the graph ${graphIdentifier}`,
      isSigned: true,
      requestTimeoutMs: connection.requestTimeoutMs,
      graphIdentifier,
      secrets: aws.secrets,
      ...(this.#region !== undefined && { region: this.#region }),
      ...(query !== undefined && { query }),
    };
  }
}

/** The AWS SDK's limit ends with the head of an answer that is a stream; the body has as long again. */
async function within<Value>(ms: number, limit: AbortController, run: () => Promise<Value>): Promise<Value> {
  const timer = setTimeout(() => limit.abort(), ms);
  try {
    return await run();
  } catch (error) {
    if (!limit.signal.aborted) throw error;
    throw Object.assign(new Error("The answer was not complete in time."), { name: "TimeoutError" });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * An optional peer: who works with Neptune Database need not have it. With a `catch` on the import itself, bundlers take it
 * for one, and build without it.
 */
async function loadSdk(): Promise<typeof Sdk> {
  return requireUses(
    await import("@aws-sdk/client-neptune-graph").catch(missingPeer(peer, NeptuneConfigError)),
    peer,
    NeptuneConfigError,
  );
}

const peer: OptionalPeer = {
  name: "@aws-sdk/client-neptune-graph",
  feature: "NeptuneAnalyticsGraph",
  uses: ["NeptuneGraphClient", "ExecuteQueryCommand", "GetGraphSummaryCommand"],
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRows = (value: unknown): value is NeptuneRow[] => Array.isArray(value);
