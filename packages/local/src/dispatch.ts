import { randomUUID } from "node:crypto";

import { Authenticator } from "./auth/authenticate.ts";
import { SIGNED_EVENTS } from "./auth/event-chain.ts";
import { sha256Hex } from "./auth/canonical-request.ts";
import type { SignedRequest } from "./auth/sigv4.ts";
import { AnswerWriter } from "./answer-writer.ts";
import { applyFault } from "./apply-fault.ts";
import type { ControlRoutes } from "./control.ts";
import { type Route, RouteTable } from "./detect.ts";
import { internalMessage } from "./event-stream.ts";
import { BodyTimeoutError, BodyTooLargeError, type Exchange } from "./exchange.ts";
import type { FaultRules } from "./fault-rules.ts";
import type { HostRule } from "./hosts.ts";
import { readIncomingEvents } from "./incoming-events.ts";
import { toLoggedBody } from "./logged-body.ts";
import { maskHeaders, maskQuery } from "./masking.ts";
import { type LocalState, type Service, ServiceError, type WireRequest } from "./operation.ts";
import type { Replay } from "./replay/replay.ts";
import type { RequestEntry, RequestLog } from "./request-log.ts";

/** The limit of Bedrock's service model. */
const defaultBodyLimit = 25_000_000;
const unknownOperationBody =
  '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}';

/** The parts of an instance that a request passes through. */
export interface DispatcherParts {
  state: LocalState;
  services: readonly Service[];
  replay: Replay | undefined;
  log: RequestLog;
  faults: FaultRules;
  hosts: HostRule;
  control: ControlRoutes;
}

/** Takes each request through the steps: detect, authenticate, parse, break if a fault says so, operate, answer. */
export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #routes: RouteTable;
  readonly #authenticator: Authenticator;
  readonly #open = new Set<Exchange>();

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    this.#routes = new RouteTable(parts.services);
    this.#authenticator = new Authenticator(parts.state.options);
  }

  /** Answers one exchange; whatever goes wrong is answered too. */
  async dispatch(exchange: Exchange): Promise<void> {
    this.#open.add(exchange);
    const startedAt = performance.now();
    const entry = this.#createEntry(exchange);
    exchange.onEnd((endedBy) => {
      this.#open.delete(exchange);
      entry.endedBy = endedBy;
      entry.abortedByClient = endedBy === "client";
      entry.durationMs = performance.now() - startedAt;
      this.#parts.log.finish(entry);
    });
    const writer = new AnswerWriter(exchange, entry, {
      nowMs: this.#parts.state.clock(),
      keepsAnswers: this.#parts.log.options.answers,
    });
    try {
      await this.#answer(exchange, entry, writer);
    } catch (error) {
      entry.problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
      writer.refuse(undefined, new ServiceError("InternalServerException", 500, internalMessage(error)));
    }
  }

  /** Tells everything that is producing an answer that nobody will read it. */
  cancelAll(): void {
    for (const exchange of this.#open) exchange.cancel();
  }

  async #answer(exchange: Exchange, entry: RequestEntry, writer: AnswerWriter): Promise<void> {
    const { hosts, control, log } = this.#parts;
    if (!hosts.accepts(exchange.authority)) {
      log.add(entry);
      writer.refuse(
        undefined,
        new ServiceError("MisdirectedRequestException", 421, "This endpoint does not answer to that host name."),
      );
      return;
    }
    if (control.owns(exchange.path)) {
      await control.answer(exchange);
      return;
    }
    const target = exchange.headers["x-amz-target"];
    const scope = credentialScope(exchange.headers["authorization"]);
    if (scope?.region !== undefined) entry.region = scope.region;
    const route = this.#routes.find(exchange.method, exchange.path, target, scope?.service);
    if (route === undefined) {
      log.add(entry);
      entry.errorType = "UnknownOperationException";
      writer.text(404, unknownOperationBody, {
        "x-amzn-errortype": "UnknownOperationException",
        "x-local-hint": this.#routes.nearest(exchange.method, exchange.path, target).replace(/[^ -~]/g, "?"),
      });
      return;
    }
    await this.#answerRoute(exchange, entry, writer, route);
  }

  async #answerRoute(exchange: Exchange, entry: RequestEntry, writer: AnswerWriter, route: Route): Promise<void> {
    const { service, operation } = route;
    entry.service = service.name;
    entry.operation = operation.name;
    if (route.params["modelId"] !== undefined) entry.model = route.params["modelId"];
    if (Object.keys(route.params).length > 0) entry.params = route.params;
    try {
      const body =
        operation.bodyKind === "events"
          ? this.#receiveHead(entry)
          : await this.#receive(exchange, entry, operation.bodyLimit ?? defaultBodyLimit);
      if (exchange.isOver) return;
      const request = this.#admit(exchange, entry, route, body);
      const fault = this.#parts.faults.pick(entry);
      if (fault !== undefined) await applyFault(fault, { exchange, entry, writer });
      if (exchange.isOver) return;
      const recorded = this.#parts.replay?.answer(request);
      await writer.send(recorded ?? (await operation.handle(request, this.#parts.state)), fault?.action);
    } catch (error) {
      if (isTooDeep(error)) {
        writer.refuse(
          service,
          new ServiceError("SerializationException", 400, "The request body is nested too deeply."),
        );
        return;
      }
      if (!(error instanceof ServiceError)) throw error;
      writer.refuse(service, error);
    }
  }

  /** Reads the body, parses it once, and puts the entry into the log, that of a refused body included. */
  async #receive(exchange: Exchange, entry: RequestEntry, limit: number): Promise<ReceivedBody> {
    const { log } = this.#parts;
    let keptBytes = 0;
    try {
      const body = parseBody(await exchange.readBody(limit));
      if (log.options.bodies) keptBytes = body.raw.length;
      if (log.options.bodies) entry.body = toLoggedBody(body.raw, body.isJson ? body.json : undefined);
      return body;
    } catch (error) {
      if (error instanceof BodyTimeoutError) throw new ServiceError("RequestTimeoutException", 408, error.message);
      if (!(error instanceof BodyTooLargeError)) throw error;
      throw new ServiceError("RequestEntityTooLargeException", 413, error.message);
    } finally {
      log.add(entry, keptBytes);
    }
  }

  /** The body of a bidirectional stream arrives with the answer. */
  #receiveHead(entry: RequestEntry): ReceivedBody {
    this.#parts.log.add(entry);
    if (entry.http === "2") return { raw: Buffer.alloc(0), isJson: true, json: undefined };
    throw new ServiceError("ValidationException", 400, "A bidirectional stream needs HTTP/2.");
  }

  /** Authenticates, checks the form of the body and what the key may do. */
  #admit(exchange: Exchange, entry: RequestEntry, route: Route, body: ReceivedBody): WireRequest {
    const { state } = this.#parts;
    const { service, operation, params } = route;
    const isStream = operation.bodyKind === "events";
    const signed = toSignedRequest(exchange, isStream ? SIGNED_EVENTS : body.raw);
    entry.auth = this.#authenticator.authenticate(signed, service);
    if (operation.bodyKind !== "raw" && !body.isJson) {
      throw new ServiceError("SerializationException", 400, "The request body could not be parsed as JSON.");
    }
    const request: WireRequest = {
      id: entry.id,
      service: service.name,
      operation: operation.name,
      params,
      query: new URLSearchParams(exchange.rawQuery),
      headers: exchange.headers,
      rawBody: body.raw,
      body: operation.bodyKind === "raw" ? undefined : body.json,
      signal: exchange.signal,
      attempt: entry.attempt,
      auth: entry.auth,
      ...(isStream && {
        incoming: readIncomingEvents(exchange.readChunks(), this.#authenticator.openEventChain(signed, entry.auth)),
      }),
    };
    const action = operation.action ?? `${service.signingName}:${operation.name}`;
    for (const needed of [action, ...(operation.alsoNeeds?.(request) ?? [])]) {
      this.#authenticator.authorize(
        entry.auth,
        needed,
        () => operation.resource?.(request, state) ?? resourceOf(params, state),
      );
    }
    return request;
  }

  #createEntry(exchange: Exchange): RequestEntry {
    const { headers } = exchange;
    const path = exchange.rawQuery === "" ? exchange.path : `${exchange.path}?${maskQuery(exchange.rawQuery)}`;
    const entry: RequestEntry = {
      id: randomUUID(),
      at: this.#parts.state.clock(),
      http: exchange.http,
      method: exchange.method,
      path,
      auth: { kind: "none" },
      headers: maskHeaders(headers),
      attempt: Number(/attempt=(\d+)/.exec(headers["amz-sdk-request"] ?? "")?.[1] ?? 1),
      eventsSent: 0,
      abortedByClient: false,
    };
    if (headers["amz-sdk-invocation-id"] !== undefined) entry.invocationId = headers["amz-sdk-invocation-id"];
    if (headers["user-agent"] !== undefined) entry.userAgent = headers["user-agent"];
    return entry;
  }
}

/** What walks through a body runs out of stack where lists lie in lists many thousand times. */
function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes("call stack");
}

interface ReceivedBody {
  raw: Buffer;
  isJson: boolean;
  json: unknown;
}

function parseBody(raw: Buffer): ReceivedBody {
  if (raw.length === 0) return { raw, isJson: true, json: undefined };
  try {
    const json: unknown = JSON.parse(raw.toString("utf8"));
    return { raw, isJson: true, json };
  } catch {
    return { raw, isJson: false, json: undefined };
  }
}

/** @param body its bytes, or what stands for their hash */
function toSignedRequest(exchange: Exchange, body: Uint8Array | string): SignedRequest {
  const { method, path, rawQuery, headers, authority } = exchange;
  let hash: string | undefined;
  return {
    method,
    path,
    rawQuery,
    headers,
    authority,
    bodyHash: () => (hash ??= typeof body === "string" ? body : sha256Hex(body)),
  };
}

/** Region and service that a signature claims, before it is checked: the log and the route want to know. */
function credentialScope(authorization: string | undefined): { region?: string; service?: string } | undefined {
  const scope = /Credential=[^/]*\/\d+\/([^/]+)\/([^/]+)\//.exec(authorization ?? "");
  return scope === null ? undefined : { region: scope[1], service: scope[2] };
}

/** The ARN in a refusal: the model's, where the path names one. */
function resourceOf(params: Record<string, string>, { options }: LocalState): string {
  const { modelId } = params;
  if (modelId === undefined) return "*";
  return modelId.startsWith("arn:") ? modelId : `arn:aws:bedrock:${options.region}::foundation-model/${modelId}`;
}
