import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import {
  AwsConfigurationError,
  BedrockModelTimeoutError,
  BedrockServiceError,
  BedrockValidationError,
} from "@langchain-aws/core";
import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "@smithy/core/checksum";
import { Retry } from "@smithy/core/retry";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { takeAwsFields } from "../src/index.ts";
import { createHttpTransport, signedFetch, type HttpAnswer, type SignedFetchInput } from "../src/sign.ts";
import { startOddServer } from "./support/odd-server.ts";

beforeEach(() => {
  vi.spyOn(Retry, "throttlingDelay").mockReturnValue(1);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const context = { service: "neptune-db", operation: "ExecuteQuery" };
const send = (url: string, input: Partial<SignedFetchInput> = {}): Promise<HttpAnswer> =>
  signedFetch({ method: "POST", url, service: "neptune-db", region: "us-east-1", credentials, context, ...input });

/** Signs what arrived, with the AWS SDK's own hash, and compares. */
async function isSignedRight(request: IncomingMessage, body: string): Promise<boolean> {
  const { authorization = "", ...headers } = request.headers;
  const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(";") ?? [];
  const signed = names.map((name) => [name, String(headers[name])]);
  const date = String(headers["x-amz-date"]).replace(/^(....)(..)(..T..)(..)(..)Z$/, "$1-$2-$3:$4:$5Z");
  const signer = new SignatureV4({
    service: "neptune-db",
    region: "us-east-1",
    credentials,
    sha256: Sha256,
    applyChecksum: false,
  });
  const url = new URL(request.url ?? "/", "http://unused");
  const again = await signer.sign(
    {
      method: request.method ?? "",
      protocol: "http:",
      hostname: "unused",
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: Object.fromEntries(signed),
      body,
    },
    { signingDate: new Date(date) },
  );
  return again.headers["authorization"] === authorization;
}

describe("signedFetch", () => {
  test("sends exactly what it signed, host and port included", async () => {
    let verdict: unknown;
    const server = await startOddServer((request, response) => {
      void (async () => {
        const body = await text(request);
        verdict = [body, await isSignedRight(request, body)];
        response.end('{"ok":true}');
      })();
    });
    const body = new URLSearchParams({ query: "MATCH (n) RETURN n" });
    const answer = await send(`${server.url}/open%20cypher?explain=a%20b`, { body });
    expect([answer.status, answer.text()]).toEqual([200, '{"ok":true}']);
    expect(verdict).toEqual(["query=MATCH+%28n%29+RETURN+n", true]);
  });

  test("[48] follows no redirect: the other origin receives nothing", async () => {
    const other = await startOddServer((_request, response) => response.end("stolen"));
    const server = await startOddServer((_request, response) => response.writeHead(302, { location: other.url }).end());
    const error: unknown = await send(server.url).catch((thrown: unknown) => thrown);
    if (!AwsConfigurationError.isInstance(error)) throw error;
    expect(error).toMatchObject({ code: "CONFIG_REDIRECT", httpStatusCode: 302 });
    expect([server.requests.length, other.requests.length]).toEqual([1, 0]);
  });

  test("signs again for each attempt, by the AWS SDK's rules, and tells of each failure", async () => {
    const failures: Error[] = [];
    const server = await startOddServer((_request, response) => {
      if (server.requests.length < 3) response.writeHead(503).end("<html>busy</html>");
      else response.end("done");
    });
    const answer = await send(server.url, { onFailedAttempt: (error) => failures.push(error) });
    expect([answer.text(), server.requests.length]).toEqual(["done", 3]);
    expect(failures.map(BedrockServiceError.isInstance)).toEqual([true, true]);
  });

  test("tries as often as maxRetries allows and no more", async () => {
    const server = await startOddServer((_request, response) => response.writeHead(429).end("{}"));
    await expect(send(server.url, { maxRetries: 2 })).rejects.toMatchObject({ name: "BedrockThrottlingError" });
    expect(server.requests).toHaveLength(3);
  });

  test("sends a request that the service finds wrong once, and says what was wrong with it", async () => {
    const server = await startOddServer((_request, response) => {
      response.writeHead(400, { "x-amzn-requestid": "r-1" });
      response.end('{"code":"MalformedQueryException","detailedMessage":"Unexpected token at AKIAIOSFODNN7EXAMPLE"}');
    });
    const error: unknown = await send(server.url).catch((thrown: unknown) => thrown);
    if (!BedrockValidationError.isInstance(error)) throw error;
    expect(error).toMatchObject({ httpStatusCode: 400, requestId: "r-1", awsCode: "MalformedQueryException" });
    expect(error.message).toContain("Unexpected token at");
    expect(error.message).not.toContain("AKIAIOSFODNN7EXAMPLE");
    expect(server.requests).toHaveLength(1);
  });

  test("corrects its clock by the service's, once", async () => {
    const offsetMs = 3_600_000;
    const server = await startOddServer((request, response) => {
      response.setHeader("date", new Date(Date.now() + offsetMs).toUTCString());
      if (server.requests.length === 1) {
        response.writeHead(403, { "x-amzn-errortype": "InvalidSignatureException" }).end("{}");
      } else {
        response.end(String(request.headers["x-amz-date"]));
      }
    });
    const signedAt = (await send(server.url)).text();
    const expected = new Date(Date.now() + offsetMs).toISOString().replaceAll(/[-:]/g, "").slice(0, 11);
    expect(signedAt.slice(0, 11)).toBe(expected);
    expect(server.requests).toHaveLength(2);
  });

  test("asks for a new identity when AWS calls the old one expired", async () => {
    let calls = 0;
    const provider = async (): Promise<typeof credentials> => {
      calls += 1;
      return { ...credentials, accessKeyId: `AKID${calls}` };
    };
    const server = await startOddServer((_request, response) => {
      if (server.requests.length > 1) response.end("done");
      else response.writeHead(403, { "x-amzn-errortype": "ExpiredTokenException:http://x/" }).end("{}");
    });
    expect((await send(server.url, { credentials: provider })).text()).toBe("done");
    expect(server.requests.map(({ headers }) => /Credential=(\w+)/.exec(headers.authorization ?? "")?.[1])).toEqual([
      "AKID1",
      "AKID2",
    ]);
  });

  test("ends with the timeout, which is not retried, and closes the connection", async () => {
    const server = await startOddServer(() => undefined);
    await expect(send(server.url, { timeout: 50 })).rejects.toSatisfy(BedrockModelTimeoutError.isInstance);
    await server.closed;
    expect(server.requests).toHaveLength(1);
  });

  test("ends with the signal, before and during the request", async () => {
    const controller = new AbortController();
    const server = await startOddServer(() => controller.abort());
    await expect(send(server.url, { signal: controller.signal })).rejects.toMatchObject({ name: "AbortError" });
    await expect(send(server.url, { signal: controller.signal })).rejects.toMatchObject({ name: "AbortError" });
    expect(server.requests).toHaveLength(1);
  });

  test("ends with the signal's reason, whatever sends the request", async () => {
    const reason = new Error("the user has left");
    for (const transport of [
      undefined,
      createHttpTransport(takeAwsFields({}, { service: "neptune-db" }).options).send,
    ]) {
      const controller = new AbortController();
      const server = await startOddServer(() => controller.abort(reason));
      await expect(send(server.url, { signal: controller.signal, transport })).rejects.toBe(reason);
    }
  });

  test("ends with the signal while it waits for the next attempt", async () => {
    // What waits here waits for good.
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const reason = new Error("the user has left");
    const controller = new AbortController();
    const server = await startOddServer((_request, response) => response.writeHead(503).end());
    const leave = (): void => void setImmediate(() => controller.abort(reason));
    await expect(send(server.url, { signal: controller.signal, onFailedAttempt: leave })).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  test("sends nothing when the signal fires while credentials are looked up", async () => {
    const controller = new AbortController();
    const server = await startOddServer((_request, response) => response.end("too late"));
    const slow = async (): Promise<typeof credentials> => {
      controller.abort();
      return credentials;
    };
    await expect(send(server.url, { signal: controller.signal, credentials: slow })).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(server.requests).toHaveLength(0);
  });

  test("reads no more of an answer than it was allowed to", async () => {
    const server = await startOddServer((_request, response) => response.end("x".repeat(1000)));
    await expect(send(server.url, { maxResponseBytes: 100, maxRetries: 0 })).rejects.toThrow("larger than 100 bytes");
  });

  test("signs nothing for plain http to another machine, unless nothing is to be signed", async () => {
    await expect(send("http://db.example:8182/")).rejects.toMatchObject({ code: "CONFIG_SIGNED_OVER_HTTP" });
    const seen: unknown[] = [];
    const fetch = async (url: unknown, init?: RequestInit): Promise<Response> => {
      seen.push([String(url), init?.headers]);
      return new Response("ok");
    };
    await send("http://db.example:8182/", {
      sign: false,
      headers: { accept: "text/plain" },
      credentials: undefined,
      fetch,
    });
    expect(seen).toEqual([["http://db.example:8182/", { accept: "text/plain" }]]);
  });
});
