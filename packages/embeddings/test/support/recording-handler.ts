import { HttpResponse, type HttpRequest } from "@smithy/core/protocols";
import { utf8Decode, utf8Encode } from "@langchain-aws/core";

/** A request as it would have left for the network. */
export interface RecordedRequest {
  readonly host: string;
  readonly modelId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly signal: AbortSignal | undefined;
}

/** What is answered. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** JSON, or text to send as it is. */
  readonly body?: unknown;
}

export type Answer = (request: RecordedRequest, index: number) => Reply | Promise<Reply>;

/** The AWS SDK's own seam for the network: records what would be sent, and answers. */
export class RecordingHandler {
  // The AWS SDK's types take a handler for a record of settings as well.
  readonly [member: string]: unknown;
  readonly metadata: { handlerProtocol: string } = { handlerProtocol: "http/1.1" };
  readonly requests: RecordedRequest[] = [];
  inFlight = 0;
  peak = 0;
  readonly #answer: Answer;

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  get bodies(): unknown[] {
    return this.requests.map(({ body }) => body);
  }

  async handle(
    request: HttpRequest,
    { abortSignal }: { abortSignal?: AbortSignal } = {},
  ): Promise<{ response: HttpResponse }> {
    const text = request.body instanceof Uint8Array ? utf8Decode(request.body) : String(request.body);
    const recorded: RecordedRequest = {
      host: request.hostname,
      modelId: decodeURIComponent(/^\/model\/(.+)\/invoke$/.exec(request.path)?.[1] ?? ""),
      headers: lowerCased(request.headers),
      body: JSON.parse(text),
      signal: abortSignal,
    };
    this.requests.push(recorded);
    this.inFlight += 1;
    this.peak = Math.max(this.peak, this.inFlight);
    try {
      const { status = 200, headers = {}, body } = await this.#answer(recorded, this.requests.length - 1);
      return {
        response: new HttpResponse({
          statusCode: status,
          headers: { "content-type": "application/json", ...headers },
          body: utf8Encode(typeof body === "string" ? body : JSON.stringify(body)),
        }),
      };
    } finally {
      this.inFlight -= 1;
    }
  }

  destroy(): void {}

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {};
  }
}

const lowerCased = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
