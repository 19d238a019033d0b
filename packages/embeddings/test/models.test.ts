import { afterEach, describe, expect, test } from "vitest";
import { disposeAllClients, forgetBaseModels } from "@langchain-aws/aws-auth";
import { ModelProviderError } from "@langchain-aws/core";
import { BedrockEmbeddings, type BedrockEmbeddingsInput } from "../src/index.ts";
import { connect, models, rejectionOf } from "./support/connect.ts";
import { collectWarnings } from "./support/warnings.ts";

const warnings = collectWarnings();

afterEach(async () => {
  forgetBaseModels();
  await disposeAllClients();
});

const arn = (resource: string): string => `arn:aws:bedrock:us-east-1:111122223333:${resource}`;
const profile = arn("application-inference-profile/abc123def456");

/** A control plane that answers with what is behind a profile, or refuses. */
function controlPlane(answer: () => object): { send(): Promise<object>; calls: number } {
  const client = {
    calls: 0,
    async send() {
      client.calls += 1;
      return answer();
    },
  };
  return client;
}

const denied = (): never => {
  throw Object.assign(new Error("not authorized"), {
    name: "AccessDeniedException",
    $metadata: { httpStatusCode: 403 },
  });
};

async function bodyOf(fields: BedrockEmbeddingsInput): Promise<unknown> {
  const { embeddings, wire } = connect(fields);
  await embeddings.embedDocuments(["x"]);
  expect(wire.requests.map(({ modelId }) => modelId)).toEqual([fields.model]);
  return wire.bodies[0];
}

const cohereBody = { input_type: "search_document", texts: ["x"] };

test("[31] an ARN that names its model needs no more, and is sent whole", async () => {
  expect(await bodyOf({ model: `arn:aws:bedrock:us-east-1::foundation-model/${models.cohereV3}` })).toEqual(cohereBody);
});

describe("[32] the ARN of an application inference profile", () => {
  test("[32] needs no lookup with a provider", async () => {
    const bedrockClient = controlPlane(denied);
    expect(await bodyOf({ model: profile, provider: "cohere", bedrockClient })).toEqual(cohereBody);
    expect(bedrockClient.calls).toBe(0);
  });

  test.each([
    { provider: "amazon", body: { inputText: "x", dimensions: 256 } },
    { provider: "Cohere", body: cohereBody },
    { provider: "twelvelabs", body: { inputType: "text", text: { inputText: "x" } } },
    { provider: "someone", body: { inputText: "x", dimensions: 256 } },
  ])("of $provider alone has that vendor's usual form", async ({ provider, body }) => {
    expect(await bodyOf({ model: profile, provider, dimensions: 256 })).toEqual(body);
    expect(warnings.texts).toHaveLength("dimensions" in body ? 0 : 1);
  });

  test("[32] needs no lookup with a base model", async () => {
    const bedrockClient = controlPlane(denied);
    expect(await bodyOf({ model: profile, baseModelId: models.cohereV4, dimensions: 512, bedrockClient })).toEqual({
      ...cohereBody,
      output_dimension: 512,
    });
    expect(bedrockClient.calls).toBe(0);
  });

  test("[32] alone, with a lookup that is denied, sends nothing and says what to pass", async () => {
    const bedrockClient = controlPlane(denied);
    const { embeddings, wire } = connect({ model: profile, bedrockClient });
    const error = await rejectionOf(embeddings.embedQuery("x"));
    expect(ModelProviderError.isInstance(error)).toBe(true);
    expect(error.message).toMatch(/baseModelId.*provider/s);
    expect(error.message).toContain("bedrock:GetInferenceProfile");
    expect(wire.requests).toEqual([]);
  });

  test("is not waited for after an abort", async () => {
    const controller = new AbortController();
    const bedrockClient = { send: () => new Promise<never>(() => controller.abort(new Error("enough"))) };
    const { embeddings, wire } = connect({ model: profile, bedrockClient });
    const error = await rejectionOf(embeddings.embedDocuments(["x"], { signal: controller.signal }));
    expect(error.message).toBe("enough");
    expect(wire.requests).toEqual([]);
  });

  test("is looked up once, for all calls and objects", async () => {
    const bedrockClient = controlPlane(() => ({
      models: [{ modelArn: `arn:aws:bedrock:us-east-1::foundation-model/${models.cohereV4}` }],
    }));
    const fields = { model: profile, bedrockClient, dimensions: 256 };
    const first = connect(fields);
    await Promise.all([first.embeddings.embedDocuments(["x"]), first.embeddings.embedDocuments(["y"])]);
    expect(await bodyOf(fields)).toEqual({ ...cohereBody, output_dimension: 256 });
    expect(bedrockClient.calls).toBe(1);
  });
});

test("an imported model says nothing of itself: nothing is sent", async () => {
  const { embeddings, wire } = connect({ model: arn("imported-model/abc") });
  const error = await rejectionOf(embeddings.embedQuery("x"));
  expect(ModelProviderError.isInstance(error)).toBe(true);
  expect(wire.requests).toEqual([]);
});

test("an id that nobody knows is spoken to as Titan is, every option passed on", async () => {
  expect(await bodyOf({ model: "someone.embed-9", dimensions: 123, embeddingType: "ubinary" }).catch(String)).toContain(
    "0 vectors",
  );
  expect(await bodyOf({ model: "someone.embed-9", dimensions: 123 })).toEqual({ inputText: "x", dimensions: 123 });
});

describe("options", () => {
  test.each<{ fields: object; says: RegExp }>([
    { fields: { dimensions: 0 }, says: /dimensions must be a whole number/ },
    { fields: { dimensions: 2.5 }, says: /dimensions/ },
    { fields: { dimensions: "256" }, says: /dimensions/ },
    { fields: { batchSize: 97 }, says: /batchSize must be a whole number from 1 to 96/ },
    { fields: { maxConcurrency: 0 }, says: /maxConcurrency/ },
    { fields: { embeddingType: "double" }, says: /"float", "int8"/ },
    { fields: { truncate: "MIDDLE" }, says: /"NONE", "START", "END"/ },
    { fields: { normalize: "yes" }, says: /normalize must be true or false/ },
    { fields: { model: 7 }, says: /model must be a string/ },
    { fields: { modelKwargs: [] }, says: /modelKwargs must be an object/ },
    { fields: { onUsage: 1 }, says: /onUsage must be a function/ },
    { fields: { model: models.titanV2, embeddingType: "int8" }, says: /float, binary/ },
    { fields: { model: models.nova, embeddingType: "binary" }, says: /It has: float/ },
    { fields: { model: "a.b", modelId: "c.d" }, says: /"model" and "modelId"/ },
    { fields: { baseModel: "a.b", base_model_id: "c.d" }, says: /two spellings/ },
  ])("$fields are refused at construction", ({ fields, says }) => {
    expect(() => new BedrockEmbeddings(fields)).toThrow(says);
    expect(() => new BedrockEmbeddings(fields)).toThrow(expect.objectContaining({ name: "AwsConfigurationError" }));
  });

  test("have Python's names as well, and may be frozen", async () => {
    const fields = Object.freeze({
      model_id: models.cohereV4,
      region_name: "us-west-2",
      model_kwargs: { max_tokens: 7 },
      dimensions: 256,
    });
    const { embeddings, wire } = connect({ ...fields, region: undefined });
    await embeddings.embedDocuments(["x"]);
    expect(wire.requests[0]).toMatchObject({
      host: "bedrock-runtime.us-west-2.amazonaws.com",
      modelId: models.cohereV4,
      body: { ...cohereBody, output_dimension: 256, max_tokens: 7 },
    });
  });
});
