import { ContextOverflowError } from "@langchain/core/errors";
import { expect, test } from "vitest";
import {
  SagemakerEmbeddings,
  SagemakerEndpoint,
  type SagemakerEndpointInput,
  SagemakerError,
  SagemakerModelError,
} from "../src/index.ts";
import { thrownBy } from "./support/collect.ts";
import { gone, useEndpoint } from "./support/connect.ts";

const connection = useEndpoint();
const { serve, aws } = connection;

const llm = (fields: Partial<SagemakerEndpointInput> = {}): SagemakerEndpoint =>
  new SagemakerEndpoint({ ...connection.fields, contentHandler: "tgi", ...fields });

const both = [false, true];

test("what has no class of its own is of this package all the same", async () => {
  aws.faults.add({ do: { error: { status: 409, type: "ConflictException", message: "Twice." } } });
  const error = await thrownBy(llm().invoke("q"));
  expect(SagemakerError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({ awsCode: "ConflictException", httpStatusCode: 409, endpointName: "my-endpoint" });
});

test("[26] a model's error has its status, its words and its logs, and is sent once", async () => {
  serve(() => Response.json({ error: "boom" }, { status: 500 }));
  for (const streaming of both) {
    const error = await thrownBy(llm({ maxRetries: 2, streaming }).invoke("q"));
    expect(SagemakerModelError.isInstance(error)).toBe(true);
    expect(SagemakerError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      originalStatusCode: 500,
      originalMessage: { error: "boom" },
      logStreamArn: expect.stringMatching(/^arn:aws:logs:us-east-1:000000000000:log-group:/),
      origin: "service",
      endpointName: "my-endpoint",
      httpStatusCode: 424,
      retryable: false,
      requestId: aws.lastRequest()?.id,
      message: expect.stringContaining("log-group:/aws/sagemaker/Endpoints/my-endpoint"),
    });
  }
  expect(aws.requests()).toHaveLength(2);
});

test("[26] words about too many tokens make it LangChain's ContextOverflowError too", async () => {
  serve(() => new Response("This model's maximum context length is 5 tokens", { status: 400 }));
  expect(ContextOverflowError.isInstance(await thrownBy(llm().invoke("q")))).toBe(true);
});

test("[27] a busy container is asked again, by each of its statuses; one without an answer timed out", async () => {
  for (const status of [429, 502, 503]) {
    serve(() => new Response("busy", { status }));
    const failures: string[] = [];
    const onFailedAttempt = ({ name }: Error): void => void failures.push(name);
    for (const streaming of both) {
      const error = await thrownBy(llm({ maxRetries: 2, streaming, onFailedAttempt }).invoke("q"));
      expect(error).toMatchObject({ originalStatusCode: status, retryable: true });
    }
    expect(failures).toEqual(Array.from({ length: 6 }, () => "SagemakerModelError"));
  }
  expect(aws.requests()).toHaveLength(18);
  aws.faults.add({ do: { timeout: true } });
  expect(await thrownBy(llm({ maxRetries: 2 }).invoke("q"))).toMatchObject({
    name: "SagemakerModelTimeoutError",
    message: expect.stringContaining("60 seconds"),
  });
  expect(aws.requests()).toHaveLength(19);
});

test("[28] a model that is being loaded is asked maxRetries + 1 times, or as a call says", async () => {
  serve("tgi");
  aws.faults.add({ do: { error: { status: 429, type: "ModelNotReadyException", message: "loading" } } });
  const error = await thrownBy(llm({ maxRetries: 1 }).invoke("q"));
  expect(error).toMatchObject({ name: "SagemakerModelNotReadyError", retryable: true });
  expect(aws.requests()).toHaveLength(2);
  await thrownBy(llm({ maxRetries: 1 }).invoke("q", { maxRetries: 3 }));
  expect(aws.requests()).toHaveLength(6);
});

test("[42] embedQuery gives numbers, and is sent at most maxRetries + 1 times", async () => {
  serve("tei", { dimensions: 3 });
  const embeddings = new SagemakerEmbeddings({ ...connection.fields, maxRetries: 1 });
  aws.faults.add({ when: { times: 2 }, do: { unavailable: true } });
  expect(await thrownBy(embeddings.embedQuery("q"))).toMatchObject({
    name: "SagemakerServiceError",
    httpStatusCode: 503,
  });
  expect(aws.requests()).toHaveLength(2);
  expect(await embeddings.embedQuery("q")).toEqual([expect.any(Number), expect.any(Number), expect.any(Number)]);
});

test("[29] an endpoint or a component that is not there is named, with the region and what to do", async () => {
  const error = await thrownBy(llm().invoke("q"));
  expect(error).toMatchObject({
    name: "SagemakerEndpointNotFoundError",
    message: expect.stringMatching(/"my-endpoint".*us-east-1.*inferenceComponentName/),
    httpStatusCode: 400,
  });
  serve("tgi", { inferenceComponents: ["small"] });
  expect(await thrownBy(llm({ inferenceComponentName: "big" }).invoke("q"))).toMatchObject({
    name: "SagemakerEndpointNotFoundError",
    inferenceComponentName: "big",
    message: expect.stringContaining('"big"'),
  });
  expect(await thrownBy(llm().invoke("q"))).toMatchObject({
    name: "SagemakerValidationError",
    message: expect.stringContaining("Inference Component Name header is required"),
  });
});

test.each([
  ["SagemakerValidationError", { error: { status: 400, type: "ValidationError", message: "bad variant" } }, 1],
  ["SagemakerAccessDeniedError", { accessDenied: true }, 1],
  ["SagemakerThrottledError", { throttle: true }, 2],
  ["SagemakerServiceError", { error: { status: 500, type: "InternalFailure", message: "oh" } }, 2],
  ["SagemakerServiceError", { error: { status: 530, type: "InternalDependencyException", message: "oh" } }, 2],
  ["SagemakerServiceError", { reset: "beforeHeaders" as const }, 2],
])("maps to %s: %j", async (name, action, attempts) => {
  serve("tgi");
  aws.faults.add({ do: action });
  for (const streaming of both) {
    const error = await thrownBy(llm({ maxRetries: 1, streaming }).invoke("q"));
    expect(error).toMatchObject({ name, endpointName: "my-endpoint", retryable: attempts > 1 });
  }
  expect(aws.requests()).toHaveLength(attempts * 2);
});

test("what may not be done is said with the ARN to allow", async () => {
  serve("tgi");
  aws.faults.add({ do: { accessDenied: true } });
  expect(await thrownBy(llm().invoke("q"))).toMatchObject({
    message: expect.stringContaining(
      "sagemaker:InvokeEndpoint on arn:aws:sagemaker:us-east-1:<account>:endpoint/my-endpoint",
    ),
  });
});

test("a container that does not answer within requestTimeoutMs is given up, once", async () => {
  serve(async (_body, _headers, { signal }) => {
    await gone(signal);
    return "";
  });
  const error = await thrownBy(llm({ requestTimeoutMs: 50, maxRetries: 2 }).invoke("q"));
  expect(error).toMatchObject({ name: "SagemakerModelTimeoutError", code: "TIMEOUT" });
  expect(await thrownBy(llm().invoke("q", { timeout: 50 }))).toMatchObject({ name: "SagemakerModelTimeoutError" });
  await aws.waitForRequest({ endedBy: "client" });
  expect(aws.requests()).toHaveLength(2);
});

test("a page of a proxy is no answer of SageMaker, and the text says so", async () => {
  serve("tgi");
  aws.faults.add({ do: { html502: true } });
  expect(await thrownBy(llm().invoke("q"))).toMatchObject({ name: "SagemakerServiceError", httpStatusCode: 502 });
});
