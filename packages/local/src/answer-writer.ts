import { createBodyWriter } from "./body-writer.ts";
import { eventStreamType } from "./event-frames.ts";
import { sendEvents } from "./event-stream.ts";
import type { Exchange } from "./exchange.ts";
import type { FaultAction } from "./fault.ts";
import { endLate } from "./late-status.ts";
import { toLoggedBody } from "./logged-body.ts";
import type { Service, ServiceError, WireAnswer } from "./operation.ts";
import type { RequestEntry } from "./request-log.ts";
import { sleep } from "./sleep.ts";

/** Clients cut the type at the colon; the rest is what the service sends. */
const errorTypeSuffix = ":http://internal.amazon.com/coral/com.amazon.bedrock/";
const jsonType = "application/json";

/** How answers are written. */
export interface AnswerWriterSettings {
  /** For the `date` header, in milliseconds since the epoch. */
  nowMs: number;
  /** Whether the log entry gets what was answered. */
  keepsAnswers: boolean;
}

/** Writes the answer to one request, and into its log entry what was answered. */
export class AnswerWriter {
  readonly #exchange: Exchange;
  readonly #entry: RequestEntry;
  readonly #date: string;
  readonly #keepsAnswers: boolean;

  constructor(exchange: Exchange, entry: RequestEntry, { nowMs, keepsAnswers }: AnswerWriterSettings) {
    this.#exchange = exchange;
    this.#entry = entry;
    this.#date = new Date(nowMs).toUTCString();
    this.#keepsAnswers = keepsAnswers;
  }

  /** What an operation answered, slowed or broken as the fault says. */
  async send(answer: WireAnswer, action?: FaultAction): Promise<void> {
    if (answer.kind === "events") {
      await this.#sendStream(answer, action);
    } else {
      if (answer.usage !== undefined) this.#entry.usage = answer.usage;
      if (this.#keepsAnswers) this.#entry.answer = toLoggedAnswer(answer);
      const [body, contentType] =
        answer.kind === "json" ? [JSON.stringify(answer.body), jsonType] : [answer.body, answer.contentType];
      const headers = { "content-type": contentType, ...answer.headers };
      const isLate = answer.kind === "raw" && answer.lateStatus === true;
      if (isLate) await this.#sendLate(headers, body.toString(), action);
      else await this.#sendWhole(answer.status ?? 200, headers, body, action);
    }
    if (action?.goaway === true) this.#exchange.goaway();
  }

  /** An error, in the words of the service, or of most services where none is known. */
  refuse(service: Service | undefined, error: ServiceError): void {
    const { body, headers } = service?.errorBody?.(error, this.#entry.id) ?? toErrorBody(error);
    this.#entry.errorType = error.type;
    this.#entry.message = error.message;
    this.text(error.status, JSON.stringify(body), headers);
  }

  /** A body that is complete as it is. */
  text(status: number, body: string | Uint8Array, headers: Record<string, string> = {}): void {
    this.#entry.status = status;
    this.#exchange.answer(status, this.#head({ "content-type": jsonType, ...headers }), body);
  }

  async #sendStream(answer: Extract<WireAnswer, { kind: "events" }>, action?: FaultAction): Promise<void> {
    const exchange = this.#exchange;
    this.#entry.status = 200;
    exchange.writeHead(200, this.#head({ "content-type": eventStreamType, ...answer.headers }));
    exchange.flushHead();
    if (await this.#breakAfterHead(action)) return;
    if (this.#keepsAnswers) this.#entry.timeline = [];
    await sendEvents(exchange, answer.events, this.#entry, action);
  }

  /** A body that says at its end how it went, in trailers if the client takes them and no fault is about its bytes. */
  async #sendLate(headers: Record<string, string>, body: string, action?: FaultAction): Promise<void> {
    const exchange = this.#exchange;
    const isPlain = action === undefined || action.lateError !== undefined;
    const takesTrailers = isPlain && /\btrailers\b/i.test(exchange.headers["te"] ?? "");
    const ending = endLate(body, action?.lateError, { takesTrailers, requestId: this.#entry.id });
    if (ending.errorType !== undefined) this.#entry.errorType = ending.errorType;
    if (ending.trailers === undefined) {
      await this.#sendWhole(200, headers, ending.body, action);
      return;
    }
    this.#entry.status = 200;
    const names = Object.keys(ending.trailers).join(", ");
    exchange.writeHead(200, this.#head({ ...headers, trailer: names }));
    exchange.endWithTrailers(ending.body, ending.trailers);
  }

  async #sendWhole(
    status: number,
    headers: Record<string, string>,
    body: string | Uint8Array,
    action?: FaultAction,
  ): Promise<void> {
    if (action === undefined) {
      this.text(status, body, headers);
      return;
    }
    const exchange = this.#exchange;
    if (action.hang === true) return;
    const bytes = typeof body === "string" ? Buffer.from(body) : body;
    this.#entry.status = status;
    exchange.writeHead(status, this.#head({ ...headers, "content-length": String(bytes.length) }));
    exchange.flushHead();
    if (await this.#breakAfterHead(action)) return;
    const write = createBodyWriter(exchange, action);
    if (action.drop === true) {
      await write(bytes.subarray(0, Math.floor(bytes.length / 2)));
      exchange.drop();
    } else {
      await write(bytes);
      exchange.end();
    }
  }

  /** Gives `true` when nothing is to follow the head. */
  async #breakAfterHead(action: FaultAction | undefined): Promise<boolean> {
    if (action === undefined) return false;
    await sleep(action.firstByteMs ?? 0, this.#exchange.signal);
    if (action.reset === "afterHeaders") {
      // The head has been given to the socket, but leaves with the next turn of the loop.
      await sleep(1, this.#exchange.signal);
      this.#exchange.reset();
    }
    return this.#exchange.isOver;
  }

  #head(headers: Record<string, string>): Record<string, string> {
    return { "x-amzn-requestid": this.#entry.id, date: this.#date, ...headers };
  }
}

/** A body of the service's as the log keeps it: parsed where it is JSON. */
function toLoggedAnswer(answer: Exclude<WireAnswer, { kind: "events" }>): unknown {
  const raw = Buffer.from(answer.kind === "json" ? JSON.stringify(answer.body) : answer.body);
  if (answer.kind === "json") return toLoggedBody(raw, answer.body);
  const text = answer.contentType.includes("json") ? raw.toString("utf8") : undefined;
  try {
    return toLoggedBody(raw, text === undefined ? undefined : JSON.parse(text));
  } catch {
    return toLoggedBody(raw, undefined);
  }
}

/** `{"message": …}` and the type in a header, as Bedrock, S3 Vectors and Neptune Analytics have it. */
function toErrorBody({ type, message, extra }: ServiceError): { body: unknown; headers: Record<string, string> } {
  // The gateway that reads API keys writes `Message` instead.
  const body = "Message" in extra ? extra : { message, ...extra };
  return { body, headers: { "x-amzn-errortype": `${type}${errorTypeSuffix}` } };
}
