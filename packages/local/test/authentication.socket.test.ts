import { BedrockClient, ListFoundationModelsCommand } from "@aws-sdk/client-bedrock";
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { afterEach, describe, expect, it, vi } from "vitest";

import { createLocalAws } from "../src/index.ts";
import { useLocalAws } from "../src/vitest.ts";
import {
  collect,
  converse,
  createClient,
  createClientOver,
  errorOf,
  modelId,
  openStream,
  textOf,
} from "./support/clients.ts";
import { type RawAnswer, requestHttp1, requestHttp2 } from "./support/raw-http.ts";
import { createShortTermKey, sign, type SigningInput } from "./support/signing.ts";

const now = Date.parse("2026-03-01T12:00:00Z");
const minute = 60_000;
const path = `/model/${encodeURIComponent(modelId)}/converse`;
const body = JSON.stringify({ messages: [{ role: "user", content: [{ text: "Hello" }] }] });
const json = { "content-type": "application/json" };
const session = { accessKeyId: "ASIASESSION", secretAccessKey: "session-secret", sessionToken: "session-token" };
const mismatch =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

const auth = {
  keys: {
    AKIALOCAL: { secretAccessKey: "local" },
    ASIASESSION: { secretAccessKey: "session-secret", sessionToken: "session-token" },
    ASIAEXPIRED: { secretAccessKey: "old", sessionToken: "old-token", sessionExpiresAt: now - 1 },
    AKIALIMITED: { secretAccessKey: "limited", allow: ["bedrock:List*"] },
  },
};
const aws = useLocalAws({ clock: () => now, auth });
// The SDK retries once it sees that its clock differs from the service's, so its own tests have the real one.
const real = useLocalAws({ auth });
const authority = (): string => new URL(aws.url).host;
const signed = async (input: Partial<SigningInput> = {}): Promise<Record<string, string>> =>
  await sign({ path, body, headers: json, authority: authority(), date: new Date(now), ...input });

/** Status, type and body of a refusal. */
function refusalOf(answer: RawAnswer): { status: number; type: string; body: unknown } {
  const type = String(answer.headers["x-amzn-errortype"]).split(":")[0] ?? "";
  return { status: answer.status, type, body: JSON.parse(answer.body.toString()) };
}

describe("accepted signatures", () => {
  it.each(["h1", "h2"] as const)(
    "[4] are those of the SDK's Bedrock clients, over %s, with a session token",
    async (http) => {
      await converse(createClientOver(http, real, { credentials: session }));
      await collect(await openStream(createClientOver(http, real, { credentials: session })));
      const control = new BedrockClient({ ...real.clientConfig("bedrock"), credentials: session });
      await control.send(new ListFoundationModelsCommand({ byProvider: "Amäzon & Söhne / =+~" }));
      control.destroy();
      expect(real.requests().map(({ auth, status }) => [auth, status])).toEqual(
        Array.from({ length: 3 }, () => [{ kind: "sigv4", accessKeyId: "ASIASESSION" }, 200]),
      );
    },
  );

  const arn = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0";
  const cases: readonly (readonly [string, Partial<SigningInput>])[] = [
    ["a session token", { credentials: session }],
    ["an ARN as the model id", { path: `/model/${encodeURIComponent(arn)}/converse` }],
    ["an ARN as it is", { path: `/model/${arn}/converse` }],
    [
      "non-ASCII query values",
      {
        method: "GET",
        path: "/foundation-models",
        body: "",
        query: { byProvider: "Ämazon ✓", byOutputModality: "TEXT" },
      },
    ],
    ["repeated blanks in headers", { headers: { ...json, "x-amzn-note": "a   b    c" } }],
    ["an unsigned payload", { headers: { ...json, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } }],
  ];
  it.each(cases)("[4] are those of a plain signer with %s", async (_name, input) => {
    const headers = await signed(input);
    const query = Object.entries(input.query ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    const target = [input.path ?? path, ...(query.length === 0 ? [] : [query.join("&")])].join("?");
    const request = { url: aws.url, method: input.method ?? "POST", path: target, headers, body: input.body ?? body };
    for (const send of [requestHttp1, requestHttp2]) expect((await send(request)).status).toBe(200);
  });

  it("[6] may cover `:authority` over HTTP/2, and not another value of it", async () => {
    const headers = await signed({ signsAuthority: true });
    expect(headers["authorization"]).toContain("SignedHeaders=:authority;content-type");
    expect((await requestHttp2({ url: aws.url, path, headers, body })).status).toBe(200);

    const foreign = await signed({ signsAuthority: true, authority: "localhost:1" });
    const answer = await requestHttp2({ url: aws.url, path, body, headers: { ...foreign, ":authority": authority() } });
    expect(refusalOf(answer)).toEqual({ status: 403, type: "InvalidSignatureException", body: { message: mismatch } });
  });
});

describe("refused signatures", () => {
  interface Row {
    name: string;
    send: () => Promise<Record<string, string>>;
    body?: string;
    type: string;
    message: unknown;
    key?: "Message";
  }
  const replaceIn = async (pattern: RegExp, replacement: string): Promise<Record<string, string>> => {
    const headers = await signed();
    return { ...headers, authorization: (headers["authorization"] ?? "").replace(pattern, replacement) };
  };
  const invalidToken = "The security token included in the request is invalid.";
  const rows: readonly Row[] = [
    {
      name: "none",
      send: async () => json,
      type: "MissingAuthenticationTokenException",
      message: "Missing Authentication Token",
    },
    {
      name: "unknown key id",
      send: async () => await signed({ credentials: { accessKeyId: "AKIAOTHER", secretAccessKey: "local" } }),
      type: "UnrecognizedClientException",
      message: invalidToken,
    },
    {
      name: "wrong session token",
      send: async () => await signed({ credentials: { ...session, sessionToken: "another" } }),
      type: "UnrecognizedClientException",
      message: invalidToken,
    },
    {
      name: "session token left out",
      send: async () =>
        await signed({ credentials: { accessKeyId: "ASIASESSION", secretAccessKey: "session-secret" } }),
      type: "UnrecognizedClientException",
      message: invalidToken,
    },
    {
      name: "session token expired",
      send: async () =>
        await signed({
          credentials: { accessKeyId: "ASIAEXPIRED", secretAccessKey: "old", sessionToken: "old-token" },
        }),
      type: "ExpiredTokenException",
      message: "The security token included in the request is expired",
    },
    {
      name: "signature differs",
      send: async () => await signed({ credentials: { accessKeyId: "AKIALOCAL", secretAccessKey: "wrong" } }),
      type: "InvalidSignatureException",
      message: mismatch,
    },
    {
      name: "signature of another form",
      send: async () => await replaceIn(/Signature=.*/, "Signature=short"),
      type: "InvalidSignatureException",
      message: mismatch,
    },
    {
      name: "past date",
      send: async () => await signed({ date: new Date(now - 6 * minute) }),
      type: "InvalidSignatureException",
      message: "Signature expired: 20260301T115400Z is now earlier than 20260301T115500Z (20260301T120000Z - 5 min.)",
    },
    {
      name: "future date",
      send: async () => await signed({ date: new Date(now + 6 * minute) }),
      type: "InvalidSignatureException",
      message:
        "Signature not yet current: 20260301T120600Z is still later than 20260301T120500Z (20260301T120000Z + 5 min.)",
    },
    {
      name: "region of the scope",
      send: async () => await signed({ region: "eu-west-1" }),
      type: "InvalidSignatureException",
      message: "Credential should be scoped to a valid region.",
    },
    {
      name: "service of the scope",
      send: async () => await signed({ service: "kendra" }),
      type: "InvalidSignatureException",
      message: "Credential should be scoped to correct service: 'bedrock'.",
    },
    {
      name: "date of the scope",
      send: async () => await replaceIn(/20260301/, "20260228"),
      type: "InvalidSignatureException",
      message: expect.stringMatching(/^Date in Credential scope does not match/),
    },
    {
      name: "host not signed",
      send: async () => await replaceIn(/;host/, ""),
      type: "InvalidSignatureException",
      message: "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    },
    {
      name: "malformed: no credential",
      send: async () => await replaceIn(/Credential=[^,]*, /, ""),
      type: "IncompleteSignatureException",
      message: "Authorization header requires 'Credential' parameter.",
    },
    {
      name: "malformed: no signature",
      send: async () => await replaceIn(/, Signature=.*/, ""),
      type: "IncompleteSignatureException",
      message: "Authorization header requires 'Signature' parameter.",
    },
    {
      name: "malformed: no signed headers",
      send: async () => await replaceIn(/, SignedHeaders=[^,]*/, ""),
      type: "IncompleteSignatureException",
      message: "Authorization header requires 'SignedHeaders' parameter.",
    },
    {
      name: "malformed: credential too short",
      send: async () => await replaceIn(/\/aws4_request/, ""),
      type: "IncompleteSignatureException",
      message: expect.stringMatching(/^Credential must have exactly 5 slash-delimited elements/),
    },
    {
      name: "malformed: no date",
      send: async () => {
        const { "x-amz-date": _date, ...headers } = await signed();
        return headers;
      },
      type: "IncompleteSignatureException",
      message: expect.stringMatching(/requires existence of either a 'X-Amz-Date' or a 'Date' header/),
    },
    {
      name: "malformed: another scheme",
      send: async () => ({ ...json, authorization: "Basic dXNlcjpwYXNz" }),
      type: "IncompleteSignatureException",
      message: expect.stringMatching(/requires 'Credential' parameter/),
    },
    {
      name: "bad bearer",
      send: async () => ({ ...json, authorization: "Bearer nonsense" }),
      type: "AccessDeniedException",
      key: "Message",
      message: "Authentication failed: Please make sure your API Key is valid.",
    },
    {
      name: "`allow` excludes the action",
      send: async () => await signed({ credentials: { accessKeyId: "AKIALIMITED", secretAccessKey: "limited" } }),
      type: "AccessDeniedException",
      message:
        "User: arn:aws:iam::000000000000:user/AKIALIMITED is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0 because no identity-based policy allows the bedrock:InvokeModel action",
    },
    {
      name: "body changed after signing",
      send: async () => {
        const { "x-amz-content-sha256": _hash, ...headers } = await signed();
        return headers;
      },
      body: body.replace("Hello", "Hallo"),
      type: "InvalidSignatureException",
      message: mismatch,
    },
    {
      name: "body changed, its hash left as it was",
      send: async () => await signed(),
      body: body.replace("Hello", "Hallo"),
      type: "InvalidSignatureException",
      message: mismatch,
    },
  ];

  it.each(rows)("[5] $name", async ({ send, body: sent = body, type, message, key = "message" }) => {
    const answer = await requestHttp1({ url: aws.url, path, headers: await send(), body: sent });
    expect(refusalOf(answer)).toEqual({
      status: 403,
      type,
      body: { [key]: message },
    });
    expect(aws.requests()).toMatchObject([{ operation: "Converse", status: 403, errorType: type }]);
  });

  it("[7] cover a body changed after signing, with its hash signed or not", async () => {
    const changed = body.replace("Hello", "Hallo");
    const { "x-amz-content-sha256": hash, ...headers } = await signed();
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    for (const sent of [await signed(), headers]) {
      const answer = await requestHttp1({ url: aws.url, path, headers: sent, body: changed });
      expect(refusalOf(answer)).toMatchObject({ status: 403, type: "InvalidSignatureException" });
    }
  });

  it.each([
    ["unknown key", { credentials: { accessKeyId: "AKIAOTHER", secretAccessKey: "x" } }, "UnrecognizedClientException"],
    [
      "wrong secret",
      { credentials: { accessKeyId: "AKIALOCAL", secretAccessKey: "wrong" } },
      "InvalidSignatureException",
    ],
    ["wrong region", { region: "eu-west-1" }, "InvalidSignatureException"],
    [
      "expired session",
      { credentials: { accessKeyId: "ASIAEXPIRED", secretAccessKey: "old", sessionToken: "old-token" } },
      "ExpiredTokenException",
    ],
    [
      "action not allowed",
      { credentials: { accessKeyId: "AKIALIMITED", secretAccessKey: "limited" } },
      "AccessDeniedException",
    ],
  ])("[5] make the SDK give up after one attempt: %s", async (_name, config, name) => {
    const error = await errorOf(converse(createClient(real, config)));
    expect(error).toMatchObject({ name, $metadata: { httpStatusCode: 403, attempts: 1 } });
    expect(real.requests()).toHaveLength(1);
  });
});

describe("bearer tokens", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("[8] of the environment beat explicit keys; a wrong one is refused", async () => {
    vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", "local-token");
    expect(textOf(await converse(createClient(aws)))).toBe("Hello");
    expect(aws.lastRequest()).toMatchObject({ auth: { kind: "bearer" }, headers: { authorization: "Bearer ***" } });

    vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", "wrong-token");
    const client = new BedrockRuntimeClient(aws.clientConfig("bedrock-runtime"));
    const error = await errorOf(converse(client));
    client.destroy();
    expect(error).toMatchObject({
      name: "AccessDeniedException",
      message: "Authentication failed: Please make sure your API Key is valid.",
      $metadata: { httpStatusCode: 403, attempts: 1 },
    });
  });

  const useKey = async (key: string): Promise<RawAnswer> =>
    await requestHttp1({ url: aws.url, path, body, headers: { ...json, authorization: `Bearer ${key}` } });

  it("[8] may be short-term keys, verified, until they expire", async () => {
    expect((await useKey(await createShortTermKey({ date: new Date(now - minute) }))).status).toBe(200);
    expect(aws.lastRequest()?.auth).toEqual({ kind: "bearer", accessKeyId: "AKIALOCAL" });
    expect((await useKey(await createShortTermKey({ date: new Date(now), credentials: session }))).status).toBe(200);

    const expired = await useKey(await createShortTermKey({ date: new Date(now - 10 * minute), expiresIn: 600 }));
    expect(refusalOf(expired)).toEqual({
      status: 403,
      type: "AccessDeniedException",
      body: { Message: "Bearer Token has expired" },
    });
  });

  it.each([
    [
      "signed by another secret",
      async () =>
        await createShortTermKey({
          date: new Date(now),
          credentials: { accessKeyId: "AKIALOCAL", secretAccessKey: "wrong" },
        }),
    ],
    [
      "of an unknown key",
      async () =>
        await createShortTermKey({
          date: new Date(now),
          credentials: { accessKeyId: "AKIAOTHER", secretAccessKey: "x" },
        }),
    ],
    ["that is not base64 of a URL", async () => "bedrock-api-key-nonsense"],
    [
      "of another host",
      async () => `bedrock-api-key-${Buffer.from("example.com/?Action=CallWithBearerToken").toString("base64")}`,
    ],
    [
      "that lacks its signature",
      async () =>
        `bedrock-api-key-${Buffer.from("bedrock.amazonaws.com/?Action=CallWithBearerToken").toString("base64")}`,
    ],
    [
      "with a malformed credential",
      async () => {
        const url = Buffer.from(
          (await createShortTermKey({ date: new Date(now) })).slice("bedrock-api-key-".length),
          "base64",
        ).toString();
        return `bedrock-api-key-${Buffer.from(url.replace(/X-Amz-Credential=[^&]*/, "X-Amz-Credential=x")).toString("base64")}`;
      },
    ],
  ])("refuses a short-term key %s", async (_name, create) => {
    expect(refusalOf(await useKey(await create()))).toEqual({
      status: 403,
      type: "AccessDeniedException",
      body: { Message: "Authentication failed: Please make sure your API Key is valid." },
    });
  });

  it("gives a short-term key the rights of the key that signed it", async () => {
    const limited = { accessKeyId: "AKIALIMITED", secretAccessKey: "limited" };
    const answer = await useKey(await createShortTermKey({ date: new Date(now), credentials: limited }));
    expect(refusalOf(answer)).toMatchObject({
      status: 403,
      type: "AccessDeniedException",
      body: { message: /is not authorized/ },
    });
  });
});

describe("modes", () => {
  it.each([
    ["strict", 403, 403],
    ["lenient", 200, 403],
    ["off", 200, 200],
  ] as const)("%s: unsigned gives %i, wrongly signed %i", async (mode, unsigned, wrong) => {
    await using instance = await createLocalAws({ auth: { mode } });
    const request = { url: instance.url, path, body };
    const credentials = { accessKeyId: "AKIALOCAL", secretAccessKey: "wrong" };
    const headers = await sign({ path, body, headers: json, authority: new URL(instance.url).host, credentials });
    expect((await requestHttp1({ ...request, headers: json })).status).toBe(unsigned);
    expect((await requestHttp1({ ...request, headers })).status).toBe(wrong);
  });

  it("any region may sign when the options say so", async () => {
    await using instance = await createLocalAws({ auth: { regions: "any" } });
    expect(textOf(await converse(createClient(instance, { region: "ap-southeast-2" })))).toBe("Hello");
    expect(instance.lastRequest()?.region).toBe("ap-southeast-2");
  });
});
