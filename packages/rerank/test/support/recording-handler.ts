import type { RerankCommandInput as WireRerankInput } from "@aws-sdk/client-bedrock-agent-runtime";
import { utf8Decode, utf8Encode } from "@langchain-aws/core";
import { type HttpRequest, HttpResponse } from "@smithy/core/protocols";

/** A request as it would have left for the network. */
export interface RecordedRequest {
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: WireRerankInput;
  readonly signal: AbortSignal | undefined;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

export type Answer = (request: RecordedRequest, index: number) => Reply | Promise<Reply>;

/** The AWS SDK's own seam for the network: records what would be sent and answers. */
export class RecordingHandler {
  readonly metadata: { handlerProtocol: string } = { handlerProtocol: "http/1.1" };
  readonly requests: RecordedRequest[] = [];
  readonly #answer: Answer;

  constructor(answer: Answer = firstAreBest) {
    this.#answer = answer;
  }

  /** The body of the only request. */
  get body(): WireRerankInput {
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
    const json = typeof reply === "string" ? reply : JSON.stringify(reply);
    return {
      response: new HttpResponse({
        statusCode: status,
        headers: { "content-type": "application/json", "x-amzn-requestid": "request-1", ...added },
        body: utf8Encode(json),
      }),
    };
  }

  destroy(): void {}

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {};
  }
}

/** How many results a request asks for. */
export function wantedBy({ sources, rerankingConfiguration }: WireRerankInput): number {
  return rerankingConfiguration?.bedrockRerankingConfiguration?.numberOfResults ?? sources?.length ?? 0;
}

/** Ranks the documents in the order in which they were sent. */
export function firstAreBest({ body }: RecordedRequest): Reply {
  const count = wantedBy(body);
  return results(...Array.from({ length: count }, (_, index) => [index, 1 - index / count] as const));
}

/** A reply of the service, from pairs of index and score. */
export function results(...pairs: readonly (readonly [index: number, relevanceScore: number])[]): Reply {
  return { body: { results: pairs.map(([index, relevanceScore]) => ({ index, relevanceScore })) } };
}

/** An error as the service answers it. */
export function refusal(status: number, type: string, message: string): Reply {
  return { status, headers: { "x-amzn-errortype": type }, body: { message } };
}

/** The texts of a request's documents. */
export function textsIn({ sources }: WireRerankInput): (string | undefined)[] {
  return sources?.map(({ inlineDocumentSource }) => inlineDocumentSource?.textDocument?.text) ?? [];
}
