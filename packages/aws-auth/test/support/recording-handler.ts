import { HttpResponse, type HttpRequest } from "@smithy/core/protocols";
import { utf8Encode } from "@langchain-aws/core";

/** A request as it would have left for the network. */
export interface RecordedRequest {
  readonly method: string;
  readonly protocol: string;
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly authorization: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/**
 * The AWS SDK's own seam for the network: records what would be sent and answers.
 *
 * @param reply what to answer to the request with that index; a chat reply unless said otherwise
 */
export class RecordingHandler {
  readonly metadata: { handlerProtocol: string } = { handlerProtocol: "h2" };
  readonly requests: RecordedRequest[] = [];
  destroyed = 0;
  readonly #reply: (index: number, request: RecordedRequest) => Reply | Promise<Reply>;

  constructor(reply: (index: number, request: RecordedRequest) => Reply | Promise<Reply> = () => ({})) {
    this.#reply = reply;
  }

  get last(): RecordedRequest {
    const last = this.requests.at(-1);
    if (last === undefined) throw new Error("No request was sent.");
    return last;
  }

  async handle(request: HttpRequest): Promise<{ response: HttpResponse }> {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const recorded: RecordedRequest = {
      method: request.method,
      protocol: request.protocol,
      host: request.hostname,
      path: request.path,
      headers,
      authorization: headers["authorization"] ?? "",
    };
    this.requests.push(recorded);
    const { status = 200, headers: added, body = chatReply } = await this.#reply(this.requests.length - 1, recorded);
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return {
      response: new HttpResponse({
        statusCode: status,
        headers: { "content-type": "application/json", ...added },
        body: utf8Encode(text),
      }),
    };
  }

  destroy(): void {
    this.destroyed += 1;
  }

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {};
  }
}

export const chatReply: object = {
  output: { message: { role: "assistant", content: [{ text: "hi" }] } },
  stopReason: "end_turn",
  usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
  metrics: { latencyMs: 1 },
};
