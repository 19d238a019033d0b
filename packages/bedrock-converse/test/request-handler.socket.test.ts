import { useLocalAws } from "@langchain-aws/local/vitest";
import { expect, test } from "vitest";
import { connect } from "./connect.ts";

const aws = useLocalAws();

/** What the AWS SDK hands to its transport. */
interface HttpRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port: number;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A transport of the application's own, such as one for a corporate proxy: frozen, and with a record of what is done to it. */
function ownHandler(did: string[]) {
  return Object.freeze({
    metadata: Object.freeze({ handlerProtocol: "http/1.1" }),
    async handle({ method, protocol, hostname, port, path, headers, body }: HttpRequest) {
      did.push("handle");
      const reply = await fetch(`${protocol}//${hostname}:${port}${path}`, { method, headers, body });
      const response = {
        statusCode: reply.status,
        headers: Object.fromEntries(reply.headers),
        body: reply.body,
      };
      return { response };
    },
    updateHttpClientConfig: (key: string) => did.push(`update ${key}`),
    httpHandlerConfigs: () => ({}),
    destroy: () => did.push("destroy"),
  });
}

test("[97] a supplied requestHandler is used as it is, and neither set up nor given up", async () => {
  const did: string[] = [];
  aws.chat.script([{ text: "ok" }]);
  const model = connect(aws, { timeout: 1000, clientOptions: { requestHandler: ownHandler(did) } });
  expect((await model.invoke("hi")).content).toBe("ok");
  await model.dispose();
  expect(did).toEqual(["handle"]);
  expect(aws.lastRequest()?.auth.kind).toBe("sigv4");
});
