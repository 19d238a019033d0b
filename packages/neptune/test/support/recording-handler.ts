import { type HttpRequest, HttpResponse } from "@smithy/core/protocols";
import { Readable } from "node:stream";

/** The AWS SDK's own seam for the network: records what would be sent and answers with no rows. */
export class RecordingHandler {
  readonly metadata: { handlerProtocol: string } = { handlerProtocol: "http/1.1" };
  readonly requests: HttpRequest[] = [];

  async handle(request: HttpRequest): Promise<{ response: HttpResponse }> {
    this.requests.push(request);
    const body = Readable.from([Buffer.from('{"results":[]}')]);
    return { response: new HttpResponse({ statusCode: 200, headers: {}, body }) };
  }

  destroy(): void {}

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {};
  }
}
