import { type AwsOptions, createIdentitySource, type IdentitySource } from "@langchain-aws/aws-auth";
import {
  type ConnectedTransport,
  createHttpTransport,
  type HttpAnswer,
  type HttpTransport,
  signedFetch,
} from "@langchain-aws/aws-auth/sign";
import { createCaller, readEnvironment, utf8Decode, utf8Encode } from "@langchain-aws/core";
import type { AsyncCaller } from "@langchain/core/utils/async_caller";
import { NeptuneConfigError } from "../errors.ts";
import { type FailureContext, mapNeptuneError } from "../map-neptune-error.ts";
import type { NeptuneCallOptions, NeptuneTransport } from "../options.ts";
import { maxQueryLength } from "../request/query-text.ts";
import type { ConnectionSettings } from "../resolve-options.ts";
import { packageName, packageVersion } from "../version.ts";
import type { DatabaseEndpoint } from "./database-endpoint.ts";
import { abortable } from "./failures.ts";

/** What a client is made from. */
export interface DatabaseClientSettings {
  readonly aws: AwsOptions;
  readonly connection: ConnectionSettings;
  readonly endpoint: DatabaseEndpoint;
  readonly sign: boolean;
  /** Of the caller's own. */
  readonly transport?: NeptuneTransport;
}

/** One request to Neptune Database. */
export interface DatabaseRequest extends NeptuneCallOptions {
  /** In the service's words, for errors: `ExecuteOpenCypherQuery`. */
  readonly operation: string;
  /** The IAM action that it needs: `neptune-db:ReadDataViaQuery`. */
  readonly action: string;
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly search?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  /** @defaultValue `application/json` */
  readonly accept?: string;
  /** The query, for errors. */
  readonly query?: string;
  /** Sends it once, since it may change something. */
  readonly isOnce?: boolean;
  /** Milliseconds. @defaultValue that of the client */
  readonly timeoutMs?: number;
}

/** As much as a string of this machine may hold. */
const maxResponseBytes = 512 * 1024 * 1024;

/** The only file that talks to Neptune Database. Errors come out as this package's. */
export class DatabaseClient {
  readonly settings: DatabaseClientSettings;
  /** The release of the engine, once something has asked for it. */
  engineVersion: string | undefined;
  readonly #identity: IdentitySource;
  readonly #caller: AsyncCaller;
  readonly #connected: ConnectedTransport;
  readonly #transport: HttpTransport;
  #region: string | undefined;

  constructor(settings: DatabaseClientSettings) {
    const { aws, connection, endpoint, transport } = settings;
    this.settings = settings;
    this.#caller = createCaller({ maxConcurrency: connection.maxConcurrency });
    this.#identity = createIdentitySource({
      options: aws,
      service: "neptune-db",
      ...(endpoint.region !== undefined && { resourceRegion: endpoint.region }),
    });
    this.#connected = createHttpTransport(aws, { connectTimeoutMs: connection.connectTimeoutMs });
    this.#transport = transport === undefined ? this.#connected.send : throughCallers(transport);
  }

  /**
   * Sends a request and reads the answer to its end.
   *
   * @throws NeptuneError, or an `AbortError`
   */
  async send(request: DatabaseRequest): Promise<HttpAnswer> {
    const { signal } = request;
    return abortable(request, async () =>
      this.#caller.callWithOptions(signal === undefined ? {} : { signal }, async () => this.#send(request)),
    );
  }

  /** What an error about a request says besides what the service says. */
  context(request: Pick<DatabaseRequest, "operation" | "action" | "query">): FailureContext {
    const { aws, connection, endpoint, sign } = this.settings;
    return {
      service: "neptune-db",
      operation: request.operation,
      action: request.action,
      endpoint: endpoint.base,
      isSigned: sign,
      requestTimeoutMs: connection.requestTimeoutMs,
      secrets: aws.secrets,
      ...(this.#region !== undefined && { region: this.#region }),
      ...(this.engineVersion !== undefined && { engineVersion: this.engineVersion }),
      ...(request.query !== undefined && { query: request.query }),
    };
  }

  /** Finds region and credentials, so that what is missing shows early. */
  async ready(): Promise<void> {
    if (!this.settings.sign) return;
    await this.#findRegion();
    await this.#identity.credentials();
  }

  /** Closes the connections. */
  async dispose(): Promise<void> {
    await this.#connected.dispose();
  }

  async #send(request: DatabaseRequest): Promise<HttpAnswer> {
    const { aws, connection, sign } = this.settings;
    const { signal, isOnce = false, timeoutMs = connection.requestTimeoutMs } = request;
    const body = request.form === undefined ? undefined : formBody(request.form);
    const region = sign ? await this.#findRegion() : "";
    const context = this.context(request);
    const maxRetries = isOnce ? 0 : (aws.maxRetries ?? environmentRetries());
    return signedFetch({
      method: request.method,
      url: this.#url(request),
      headers: headersOf(request),
      ...(body !== undefined && { body }),
      service: "neptune-db",
      region,
      sign,
      ...(sign && { credentials: this.#identity.credentials }),
      ...(signal !== undefined && { signal }),
      timeout: timeoutMs,
      ...(maxRetries !== undefined && { maxRetries }),
      ...(connection.onFailedAttempt !== undefined && { onFailedAttempt: connection.onFailedAttempt }),
      maxResponseBytes,
      transport: this.#transport,
      mapError: (error) => mapNeptuneError(error, context),
      context: { service: "neptune-db", operation: request.operation, secrets: aws.secrets },
    });
  }

  async #findRegion(): Promise<string> {
    return (this.#region ??= await this.#identity.region());
  }

  #url({ path, search = {} }: DatabaseRequest): URL {
    const url = new URL(this.settings.endpoint.base + path);
    for (const [name, value] of Object.entries(search)) url.searchParams.set(name, value);
    return url;
  }
}

/** As the AWS SDK's clients have it: all attempts, the first one included. */
function environmentRetries(): number | undefined {
  const text = readEnvironment("AWS_MAX_ATTEMPTS");
  if (text === undefined) return undefined;
  const attempts = Number(text);
  if (Number.isInteger(attempts) && attempts >= 1) return attempts - 1;
  throw new NeptuneConfigError("AWS_MAX_ATTEMPTS must be a whole number of 1 or more.", {
    code: "CONFIG_INVALID_NUMBER",
  });
}

function formBody(form: Readonly<Record<string, string>>): string {
  const body = new URLSearchParams(form).toString();
  if (body.length <= maxQueryLength) return body;
  throw new NeptuneConfigError(
    `The query and its parameters are ${body.length} bytes long, more than ${maxQueryLength}. Load data with Neptune's bulk loader.`,
    { code: "CONFIG_QUERY_TOO_LARGE" },
  );
}

function headersOf({ form, accept = "application/json" }: DatabaseRequest): Record<string, string> {
  return {
    accept,
    // Neptune then says behind the body how a long answer ended.
    te: "trailers",
    "user-agent": `langchain-aws-js/${packageVersion} md/${packageName}`,
    ...(form !== undefined && { "content-type": "application/x-www-form-urlencoded" }),
  };
}

/** A transport of the caller's own in the shape of ours. */
const throughCallers =
  (transport: NeptuneTransport): HttpTransport =>
  async ({ url, method, headers, body, signal }) => {
    const answer = await transport.request({ url, method, headers, signal, ...(body !== undefined && { body }) });
    const { body: given } = answer;
    return {
      status: answer.status,
      headers: lowerCase(answer.headers),
      trailers: lowerCase(answer.trailers ?? {}),
      // Only what is asked for is converted.
      get body() {
        return typeof given === "string" ? utf8Encode(given) : given;
      },
      text: () => (typeof given === "string" ? given : utf8Decode(given)),
    };
  };

const lowerCase = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]));
