import { utf8Decode, utf8Encode } from "@langchain-aws/core";
import { type HttpRequest, HttpResponse } from "@smithy/core/protocols";

/** A request as it would have left for the network. */
export interface RecordedRequest {
  readonly operation: string;
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal | undefined;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: object;
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

  /** What was asked, in order. */
  get operations(): string[] {
    return this.requests.map(({ operation }) => operation);
  }

  /** The bodies of the requests, in order. */
  get bodies(): unknown[] {
    return this.requests.map(({ body }) => body);
  }

  async handle(
    { hostname, headers: sent, body }: HttpRequest,
    options: { abortSignal?: AbortSignal } = {},
  ): Promise<{ response: HttpResponse }> {
    const text = typeof body === "string" ? body : utf8Decode(body as Uint8Array);
    const headers = Object.fromEntries(Object.entries(sent).map(([name, value]) => [name.toLowerCase(), value]));
    const request: RecordedRequest = {
      operation: headers["x-amz-target"]?.split(".").at(-1) ?? "",
      host: hostname,
      headers,
      body: JSON.parse(text) as Record<string, unknown>,
      signal: options.abortSignal,
    };
    this.requests.push(request);
    const { status = 200, headers: added, body: reply } = await this.#answer(request, this.requests.length - 1);
    return {
      response: new HttpResponse({
        statusCode: status,
        headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": "request-1", ...added },
        body: utf8Encode(JSON.stringify(reply)),
      }),
    };
  }

  destroy(): void {}

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {};
  }
}

/** A reply with these results, as on the wire. */
export function results(ResultItems: readonly object[] = [], others: object = {}): Reply {
  return { body: { QueryId: "query-1", ResultItems, ...others } };
}

/** Replies of Retrieve and of Query. */
export const replies =
  (retrieve: Reply, query: Reply): Answer =>
  ({ operation }) =>
    operation === "Retrieve" ? retrieve : query;

/** An error as the service answers it. */
export function refusal(status: number, type: string, message: string): Reply {
  return { status, body: { __type: type, Message: message } };
}
