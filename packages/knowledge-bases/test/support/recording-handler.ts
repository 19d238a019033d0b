import { Readable } from "node:stream";
import { utf8Decode, utf8Encode } from "@langchain-aws/core";
import { type HttpRequest, HttpResponse } from "@smithy/core/protocols";

/** A request as it would have left for the network. */
export interface RecordedRequest {
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly signal: AbortSignal | undefined;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** JSON, or a stream of bytes. */
  readonly body?: unknown;
}

export type Answer = (request: RecordedRequest, index: number) => Reply | Promise<Reply>;

/** The AWS SDK's own seam for the network: records what would be sent and answers. */
export class RecordingHandler {
  readonly metadata: { handlerProtocol: string } = { handlerProtocol: "http/1.1" };
  readonly requests: RecordedRequest[] = [];
  readonly #answer: Answer;

  constructor(answer: Answer = () => results()) {
    this.#answer = answer;
  }

  /** The body of the only request. */
  get body(): unknown {
    const [only, ...others] = this.requests;
    if (only === undefined || others.length > 0) throw new Error(`There were ${this.requests.length} requests.`);
    return only.body;
  }

  async handle(
    { hostname, path, headers, body }: HttpRequest,
    options: { abortSignal?: AbortSignal } = {},
  ): Promise<{ response: HttpResponse }> {
    const text = typeof body === "string" ? body : utf8Decode(body as Uint8Array);
    const request: RecordedRequest = {
      host: hostname,
      path,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
      body: JSON.parse(text),
      signal: options.abortSignal,
    };
    this.requests.push(request);
    const { status = 200, headers: added, body: reply } = await this.#answer(request, this.requests.length - 1);
    return {
      response: new HttpResponse({
        statusCode: status,
        headers: { "content-type": "application/json", "x-amzn-requestid": "request-1", ...added },
        body: reply instanceof Readable ? reply : utf8Encode(JSON.stringify(reply)),
      }),
    };
  }

  destroy(): void {}

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {};
  }
}

/** A reply of Retrieve. */
export function results(retrievalResults: readonly unknown[] = [], others: object = {}): Reply {
  return { body: { retrievalResults, ...others } };
}

/** An error as the service answers it. */
export function refusal(status: number, type: string, message: string): Reply {
  return { status, headers: { "x-amzn-errortype": type }, body: { message } };
}
