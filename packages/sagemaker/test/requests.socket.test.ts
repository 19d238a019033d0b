import { SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import { InMemoryCache } from "@langchain/core/caches";
import { expect, test, vi } from "vitest";
import * as sagemaker from "../src/index.ts";
import {
  ChatSagemaker,
  LLMContentHandler,
  SagemakerEmbeddings,
  SagemakerEndpoint,
  type SagemakerEndpointInput,
} from "../src/index.ts";
import { collect, thrownBy } from "./support/collect.ts";
import { json, pieces, secretKey, token, useEndpoint } from "./support/connect.ts";

const connection = useEndpoint({ auth: { keys: { AKIDEXAMPLE: { secretAccessKey: secretKey } }, regions: "any" } });
const { serve, aws } = connection;

const llm = (fields: Partial<SagemakerEndpointInput> = {}): SagemakerEndpoint =>
  new SagemakerEndpoint({ ...connection.fields, contentHandler: "tgi", ...fields });

const everywhere = {
  CustomAttributes: "accept_eula=true",
  TargetVariant: "v",
  TargetContainerHostname: "c",
  InferenceId: "i",
  InferenceComponentName: "ic",
  PrefixAwareId: "p",
};
const headersOfEverywhere = {
  "content-type": "application/json",
  "x-amzn-sagemaker-custom-attributes": "accept_eula=true",
  "x-amzn-sagemaker-target-variant": "v",
  "x-amzn-sagemaker-target-container-hostname": "c",
  "x-amzn-sagemaker-inference-id": "i",
  "x-amzn-sagemaker-inference-component": "ic",
  "x-amzn-sagemaker-prefix-aware-id": "p",
};

test("[1, 2] sends path, headers and body of a plain call, signed for sagemaker", async () => {
  serve(json([{ generated_text: "hi" }]), { variants: ["v"], inferenceComponents: ["ic"] });
  const endpointKwargs = { ...everywhere, SessionId: "s", TargetModel: "m", EnableExplanations: "e" };
  expect(await llm({ endpointKwargs }).invoke("q")).toBe("hi");
  aws.expectRequest({
    operation: "InvokeEndpoint",
    path: "/endpoints/my-endpoint/invocations",
    // `local` refuses any other service in the scope of a signature.
    auth: { kind: "sigv4", accessKeyId: "AKIDEXAMPLE" },
    region: "us-east-1",
    headers: {
      ...headersOfEverywhere,
      accept: "application/json",
      "x-amzn-sagemaker-session-id": "s",
      "x-amzn-sagemaker-target-model": "m",
      "x-amzn-sagemaker-enable-explanations": "e",
    },
    body: { inputs: "q", parameters: { return_full_text: false }, stream: false },
  });
});

test("[1, 2] sends the same of a streamed call, but for what streams do not have", async () => {
  serve(pieces([token("hi")]), { variants: ["v"], inferenceComponents: ["ic"] });
  expect(await llm({ endpointKwargs: { ...everywhere, SessionId: "s" }, streaming: true }).invoke("q")).toBe("hi");
  const { headers } = aws.expectRequest({
    path: "/endpoints/my-endpoint/invocations-response-stream",
    headers: {
      ...headersOfEverywhere,
      "x-amzn-sagemaker-accept": "application/json",
      "x-amzn-sagemaker-session-id": "s",
    },
    body: { inputs: "q", stream: true },
  });
  expect(headers).not.toHaveProperty("x-amzn-sagemaker-target-model");
});

test("[3] the inference component of the constructor wins, plain and streamed", async () => {
  serve("tgi", { inferenceComponents: ["mine", "other"] });
  const fields = { inferenceComponentName: "mine", endpointKwargs: { InferenceComponentName: "other" } };
  await llm(fields).invoke("q");
  await collect(await llm(fields).stream("q"));
  const components = aws.requests().map(({ headers }) => headers["x-amzn-sagemaker-inference-component"]);
  expect(components).toEqual(["mine", "mine"]);
});

test("[3] a component without a name is none", async () => {
  serve(json([{ generated_text: "hi" }]));
  for (const inferenceComponentName of ["", " "]) expect(await llm({ inferenceComponentName }).invoke("q")).toBe("hi");
  expect(aws.lastRequest()?.headers).not.toHaveProperty("x-amzn-sagemaker-inference-component");
});

test("[4] refuses a body, and what a stream cannot have, before any request", async () => {
  expect(() => llm({ endpointKwargs: { Body: "x" } as object })).toThrow(/endpointKwargs\.Body/);
  expect(await thrownBy(llm().invoke("q", { endpointKwargs: { Body: "x" } as object }))).toMatchObject({
    name: "SagemakerConfigError",
  });
  for (const endpointKwargs of [{ TargetModel: "m" }, { EnableExplanations: "e" }, { SessionId: "NEW_SESSION" }]) {
    const error = await thrownBy(llm({ endpointKwargs, streaming: true }).invoke("q"));
    expect(error).toMatchObject({ name: "SagemakerConfigError" });
  }
  expect(aws.requests()).toEqual([]);
});

test.each([
  [{ customAttributes: "x" }, "endpointKwargs.customAttributes is no member"],
  [{ CustomAttributes: "ü" }, "endpointKwargs.CustomAttributes must be a text of visible ASCII"],
  [{ CustomAttributes: "a\r\nx-evil: 1" }, "endpointKwargs.CustomAttributes must be a text of visible ASCII"],
  [{ CustomAttributes: "x".repeat(1025) }, "1024 characters, not 1025"],
  [{ TargetVariant: 7 }, "endpointKwargs.TargetVariant must be a text"],
])("[4] refuses members of the request that would be dropped or break it: %j", (endpointKwargs, message) => {
  expect(() => llm({ endpointKwargs: endpointKwargs as object })).toThrow(message);
});

test.each([
  [{ endpointName: "" }, "No endpoint"],
  [{ contentHandler: "gpt" as never }, 'contentHandler is "gpt"'],
  [{ contentHandler: undefined as never }, "contentHandler is missing"],
  [{ modelKwargs: [] as never }, "modelKwargs must be an object"],
  [{ requestTimeoutMs: 0 }, "requestTimeoutMs must be a number above 0"],
  [{ streamIdleTimeoutMs: -1 }, "streamIdleTimeoutMs"],
  [{ maxLineBytes: Number.NaN }, "maxLineBytes must be a number above 0"],
  [{ maxConcurrency: 1.5 }, "maxConcurrency must be a whole number"],
])("refuses options that cannot work: %j", (fields, message) => {
  expect(() => llm(fields)).toThrow(message);
});

test("says once that an option is unknown, and takes Python's names", async () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  serve("tgi");
  aws.chat.on("q", { text: "hi" });
  const { endpointName: endpoint_name, endpointUrl: endpoint_url, ...fields } = connection.fields;
  const python = { ...fields, endpoint_name, endpoint_url, content_handler: "tgi", model_kwargs: { top_p: 0.5 } };
  const model = new SagemakerEndpoint({ ...python, temprature: 1 } as never);
  expect(new SagemakerEndpoint({ ...python, temprature: 2 } as never).endpointName).toBe("my-endpoint");
  expect(await model.invoke("q")).toBe("hi");
  expect(connection.bodies[0]).toMatchObject({ parameters: { top_p: 0.5 } });
  expect(warn.mock.calls).toEqual([[expect.stringContaining('"temprature"')]]);
});

test("[5] takes the region from the environment, and says what is missing", async () => {
  serve("tgi");
  const { region: _region, ...fields } = connection.fields;
  for (const name of ["AWS_REGION", "AWS_DEFAULT_REGION"]) {
    vi.stubEnv("AWS_REGION", "");
    vi.stubEnv(name, "eu-west-1");
    await new SagemakerEndpoint({ ...fields, contentHandler: "tgi" }).invoke("q");
    expect(aws.lastRequest()?.region).toBe("eu-west-1");
  }
  vi.stubEnv("AWS_DEFAULT_REGION", "");
  vi.stubEnv("AWS_CONFIG_FILE", "/dev/null");
  const error = await thrownBy(new SagemakerEndpoint({ ...fields, contentHandler: "tgi" }).invoke("q"));
  expect((error as Error).message).toMatch(/region.*AWS_REGION.*AWS_DEFAULT_REGION/is);
  expect(await thrownBy(new SagemakerEndpoint({ ...fields, contentHandler: "tgi" }).ready())).toMatchObject({
    name: "AwsRegionError",
  });
});

test("[6] uses an injected client, streams included, and never destroys it; half a key pair is an error", async () => {
  serve("tgi");
  aws.chat.on("q", { text: "hi", chunks: ["h", "i"] });
  const client = new SageMakerRuntimeClient(aws.clientConfig("sagemaker-runtime"));
  const model = new SagemakerEndpoint({ endpointName: "my-endpoint", contentHandler: "tgi", client });
  expect(await model.invoke("q")).toBe("hi");
  await model.dispose();
  expect(await model.invoke("q")).toBe("hi");
  expect(await collect(await model.stream("q"))).toEqual(["h", "i", ""]);
  expect(await new SagemakerEmbeddings({ endpointName: "my-endpoint", client }).embedDocuments([])).toEqual([]);
  client.destroy();
  expect(() => llm({ awsSecretAccessKey: "" })).toThrow(/awsSecretAccessKey/);
});

test("[10] call-time parameters are merged over the constructor's, which stay", async () => {
  serve("tgi");
  const modelKwargs = Object.freeze({ temperature: 0, top_p: 1 });
  const model = llm({ modelKwargs });
  await model.invoke("q", { modelKwargs: { temperature: 1 } });
  await model.invoke("q");
  await collect(await model.stream("q", { modelKwargs: { top_p: 0.5 } }));
  expect(connection.bodies.map(({ parameters }) => parameters)).toEqual([
    { return_full_text: false, temperature: 1, top_p: 1 },
    { return_full_text: false, temperature: 0, top_p: 1 },
    { return_full_text: false, temperature: 0, top_p: 0.5 },
  ]);
});

test("a cache tells models of one endpoint apart", async () => {
  const cache = new InMemoryCache();
  serve((_body, headers) => Response.json([{ generated_text: headers["x-amzn-sagemaker-target-model"] }]));
  for (const TargetModel of ["a", "b", "a"]) {
    expect(await llm({ cache, endpointKwargs: { TargetModel } }).invoke("q")).toBe(TargetModel);
  }
  expect(aws.requests()).toHaveLength(2);
});

test("two limits for one answer are refused", () => {
  expect(() => llm({ requestTimeoutMs: 5, timeout: 6 })).toThrow(/requestTimeoutMs and timeout are two names/);
  expect(() => llm({ requestTimeoutMs: 5, timeout: 5 })).not.toThrow();
});

test("[43] begins, uses and ends a session", async () => {
  serve("tgi", { sessions: true });
  aws.chat.on("q", { text: "hi" });
  const model = llm();
  const SessionId = await model.createSession();
  expect(SessionId).toMatch(/^session-[0-9a-f]+$/);
  expect(await model.invoke("q", { endpointKwargs: { SessionId } })).toBe("hi");
  expect(await collect(await model.stream("q", { endpointKwargs: { SessionId } }))).toEqual(["hi", ""]);
  expect(await model.closeSession(SessionId)).toBe(SessionId);
  expect(await thrownBy(model.closeSession(SessionId))).toMatchObject({ originalStatusCode: 400 });
  const sent = aws
    .requests()
    .map(({ headers, body }) => [
      headers["x-amzn-sagemaker-session-id"],
      (body as Record<string, unknown>)["requestType"],
    ]);
  expect(sent.slice(0, 4)).toEqual([
    ["NEW_SESSION", "NEW_SESSION"],
    [SessionId, undefined],
    [SessionId, undefined],
    [SessionId, "CLOSE"],
  ]);
  serve("echo");
  expect(await thrownBy(model.createSession())).toMatchObject({ message: expect.stringContaining("no NewSessionId") });
});

test("[43] begins, uses and ends a session of a chat model", async () => {
  serve("openai", { sessions: true });
  aws.chat.on("q", { text: "hi" });
  const model = new ChatSagemaker(connection.fields);
  const SessionId = await model.createSession();
  expect((await model.invoke("q", { endpointKwargs: { SessionId } })).text).toBe("hi");
  expect(await model.closeSession(SessionId)).toBe(SessionId);
  expect(await thrownBy(model.invoke("q", { endpointKwargs: { SessionId } }))).toMatchObject({
    originalStatusCode: 400,
  });
});

test("[44] the answer's metadata has variant, attributes and request id, and no bytes", async () => {
  const headers = { "content-type": "application/json", "x-amzn-sagemaker-custom-attributes": "trace=7" };
  serve(() => Response.json([{ generated_text: "hi" }], { headers }), { variants: ["blue"] });
  const [[plain] = []] = (await llm().generate(["q"])).generations;
  serve(() => new Response(token("hi"), { headers }), { variants: ["blue"] });
  const [[streamed] = []] = (await llm({ streaming: true }).generate(["q"])).generations;
  for (const [index, generation] of [plain, streamed].entries()) {
    expect(generation?.generationInfo).toEqual({
      contentType: "application/json",
      invokedProductionVariant: "blue",
      customAttributes: "trace=7",
      requestId: aws.requests()[index]?.id,
    });
    expect(JSON.stringify(generation)).not.toMatch(/"type":"Buffer"|"0":\d/);
  }
  const chat = new ChatSagemaker(connection.fields);
  serve(() => Response.json({ choices: [{ message: { content: "hi" } }] }, { headers }), { variants: ["blue"] });
  expect((await chat.invoke("q")).response_metadata).toMatchObject({ customAttributes: "trace=7" });
});

test("[45] secrets are in no JSON, no inspection and no error", async () => {
  const { inspect } = await import("node:util");
  serve(() => new Response(`bad ${secretKey}`, { status: 400 }));
  const chat = new ChatSagemaker(connection.fields);
  const error = (await thrownBy(llm().invoke("q"))) as Error;
  expect(error).toMatchObject({ originalStatusCode: 400 });
  const shape = (await (async () => {
    serve(json({ note: secretKey }));
    return thrownBy(llm().invoke("q"));
  })()) as Error;
  expect(shape).toMatchObject({ name: "SagemakerHandlerError" });
  const texts = [JSON.stringify(llm()), JSON.stringify(chat), error.message, String(error.stack), shape.message];
  const inspected = [llm(), chat, new SagemakerEmbeddings(connection.fields)].map((model) =>
    inspect(model, { depth: 8 }),
  );
  for (const text of [...texts, ...inspected]) expect(text).not.toContain(secretKey);
  expect(JSON.parse(JSON.stringify(chat))).toMatchObject({
    kwargs: { endpoint_name: "my-endpoint", aws_secret_access_key: { type: "secret", id: ["AWS_SECRET_ACCESS_KEY"] } },
  });
});

/** As users of LangChain.js's community package write them. */
class CommunityHandler extends LLMContentHandler {
  override async transformInput(prompt: string, modelKwargs: Record<string, unknown>): Promise<Uint8Array> {
    return new TextEncoder().encode(JSON.stringify({ inputs: prompt, parameters: modelKwargs }));
  }

  override async transformOutput(output: Uint8Array): Promise<string> {
    return (JSON.parse(new TextDecoder().decode(output)) as [{ generated_text: string }])[0].generated_text;
  }
}

test("[46] has the names of LangChain.js's community package, with its clientOptions", async () => {
  serve("tgi");
  aws.chat.on("q", { text: "hi" });
  const { region, credentials, url: endpoint } = aws;
  const clientOptions = { region, endpoint, credentials };
  const contentHandler = new CommunityHandler();
  const fields = {
    endpointName: "my-endpoint",
    contentHandler,
    clientOptions,
    modelKwargs: { return_full_text: false },
  };
  expect(await new sagemaker.SageMakerEndpoint(fields).invoke("q")).toBe("hi");
  expect(new sagemaker.ChatSageMakerEndpoint({ endpointName: "e", clientOptions }).endpointName).toBe("e");
  expect(new sagemaker.SageMakerEndpointEmbeddings({ endpointName: "e", clientOptions }).endpointName).toBe("e");
  expect(sagemaker.BaseSageMakerContentHandler.prototype).toBe(Object.getPrototypeOf(LLMContentHandler.prototype));
});
