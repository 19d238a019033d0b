import { InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { useLocalAws } from "../src/vitest.ts";
import { createClient } from "./support/clients.ts";
import { images } from "./support/invoke.ts";
import { mutationsOf } from "./support/mutations.ts";

const pngUri = `data:image/png;base64,${images.png}`;
const mediaSource = { base64String: images.png, s3Location: { uri: "s3://b/k", bucketOwner: "1" } };
const source = { bytes: images.png, s3Location: { uri: "s3://b/k", bucketOwner: "1" } };

/** A body with every member that a family knows; most are refused until some are taken out. */
const bodies: readonly [modelId: string, body: Record<string, unknown>][] = [
  ["amazon.titan-embed-text-v1", { inputText: "a" }],
  ["amazon.titan-embed-text-v2:0", { inputText: "a", dimensions: 256, normalize: false, embeddingTypes: ["binary"] }],
  [
    "amazon.titan-embed-image-v1",
    { inputText: "a", inputImage: images.png, embeddingConfig: { outputEmbeddingLength: 256 } },
  ],
  [
    "cohere.embed-english-v3",
    { input_type: "image", texts: ["a"], images: [pngUri], truncate: "END", embedding_types: ["int8"] },
  ],
  [
    "cohere.embed-v4:0",
    {
      input_type: "search_query",
      texts: ["a"],
      images: [pngUri],
      inputs: [
        {
          content: [
            { type: "text", text: "a" },
            { type: "image_url", image_url: { url: pngUri } },
          ],
        },
      ],
      truncate: "LEFT",
      embedding_types: ["ubinary"],
      max_tokens: 1,
      output_dimension: 256,
    },
  ],
  [
    "amazon.nova-2-multimodal-embeddings-v1:0",
    {
      schemaVersion: "nova-multimodal-embed-v1",
      taskType: "SINGLE_EMBEDDING",
      singleEmbeddingParams: {
        embeddingPurpose: "CLUSTERING",
        embeddingDimension: 256,
        text: { truncationMode: "END", value: "a", source },
        image: { format: "png", detailLevel: "STANDARD_IMAGE", source },
        audio: { format: "mp3", source },
        video: { format: "mp4", embeddingMode: "AUDIO_VIDEO_SEPARATE", source },
      },
    },
  ],
  [
    "us.twelvelabs.marengo-embed-3-0-v1:0",
    {
      inputType: "text_image",
      text: { inputText: "a" },
      image: { mediaSource },
      text_image: { inputText: "a", mediaSource },
    },
  ],
  ["us.twelvelabs.marengo-embed-2-7-v1:0", { inputType: "image", inputText: "a", textTruncate: "none", mediaSource }],
];

const openAi = {
  messages: [
    { role: "system", content: "a" },
    {
      role: "user",
      content: [
        { type: "text", text: "a" },
        { type: "image_url", image_url: { url: pngUri } },
      ],
    },
    { role: "assistant", content: null, tool_calls: [{ id: "abcdefghi", function: { name: "f", arguments: "{}" } }] },
    { role: "tool", tool_call_id: "abcdefghi", content: "b" },
  ],
  tools: [{ type: "function", function: { name: "f", description: "d", parameters: { type: "object" } } }],
  tool_choice: { type: "function", function: { name: "f" } },
  response_format: { type: "json_schema", json_schema: { schema: { type: "object" } } },
  stop: ["x"],
  max_tokens: 5,
};

/** The same for chat models: their own forms, and an imported model whose form the body decides. */
const chatBodies: readonly [modelId: string, body: Record<string, unknown>][] = [
  [
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    {
      anthropic_version: "bedrock-2023-05-31",
      max_tokens: 2_000,
      system: [{ type: "text", text: "a", cache_control: { type: "ephemeral", ttl: "5m" } }],
      messages: [
        {
          role: "user",
          content: [{ type: "image", source: { type: "base64", media_type: "image/png", data: images.pixel } }],
        },
        { role: "assistant", content: [{ type: "tool_use", id: "a", name: "f", input: {} }] },
        {
          role: "user",
          content: [{ type: "tool_result", tool_use_id: "a", content: [{ type: "text", text: "b" }], is_error: true }],
        },
      ],
      tools: [{ name: "f", input_schema: { type: "object" } }],
      tool_choice: { type: "auto", disable_parallel_tool_use: true },
      thinking: { type: "disabled" },
      output_config: { format: { type: "json_schema", schema: { type: "object", additionalProperties: false } } },
    },
  ],
  ["anthropic.claude-v2", { prompt: "\n\nHuman: a\n\nAssistant:", max_tokens_to_sample: 5, stop_sequences: ["x"] }],
  [
    "amazon.titan-text-express-v1",
    { inputText: "a", textGenerationConfig: { maxTokenCount: 5, stopSequences: ["x"] } },
  ],
  [
    "amazon.nova-lite-v1:0",
    {
      schemaVersion: "messages-v1",
      system: [{ text: "a" }],
      messages: [
        { role: "user", content: [{ text: "a" }, { image: { format: "png", source: { bytes: images.pixel } } }] },
      ],
      inferenceConfig: { maxTokens: 5, topK: 3 },
      toolConfig: {
        tools: [{ toolSpec: { name: "f", inputSchema: { json: { type: "object" } } } }],
        toolChoice: { any: {} },
      },
    },
  ],
  [
    "us.meta.llama3-2-11b-instruct-v1:0",
    { prompt: '[INST] a {} {"name": 1} [/INST]', max_gen_len: 5, images: [images.pixel] },
  ],
  ["mistral.mistral-7b-instruct-v0:2", { prompt: "<s>[INST] a [/INST]", stop: ["x"], max_tokens: 5 }],
  ["mistral.mistral-large-2407-v1:0", openAi],
  ["openai.gpt-oss-20b-1:0", openAi],
  ["cohere.command-text-v14", { prompt: "a", num_generations: 2, stop_sequences: ["x"] }],
  [
    "cohere.command-r-v1:0",
    {
      message: "a",
      chat_history: [
        { role: "USER", message: "b" },
        { role: "CHATBOT", tool_calls: [{ name: "f", parameters: {} }] },
      ],
      documents: [{ title: "t", snippet: "s" }],
      tools: [{ name: "f", description: "d", parameter_definitions: { x: { type: "List[str]", required: true } } }],
      tool_results: [{ call: { name: "f", parameters: {} }, outputs: [{ a: 1 }] }],
    },
  ],
  ["ai21.j2-mid-v1", { prompt: "a", maxTokens: 5 }],
  ["us.deepseek.r1-v1:0", { prompt: "<｜User｜>a<｜Assistant｜>", stop: ["x"], max_tokens: 5 }],
  ["local.imported", { prompt: "a", messages: openAi.messages, message: "a", inputText: "a" }],
];

const kinds = [
  ["[13] any body of an embedding model", bodies],
  ["[12] any body of a chat model", chatBodies],
] as const;

describe("bodies that the search has found", () => {
  const aws = useLocalAws({ validation: "off" });

  it.each([
    ["local.imported", { messages: [{ content: [""] }, {}, {}, []] }],
    ["cohere.embed-v4:0", { input_type: "search_document", inputs: [{ content: [] }] }],
    ["twelvelabs.marengo-embed-3-0-v1:0", { inputType: "text", text: {} }],
  ])("for %s", async (modelId, body) => {
    const call = createClient(aws, { maxAttempts: 1 }).send(
      new InvokeModelCommand({ modelId, body: JSON.stringify(body) }),
    );
    await expect(call).rejects.toMatchObject({ name: "ValidationException" });
  });
});

describe.each(kinds.flatMap(([kind, all]) => (["current", "off"] as const).map((mode) => [kind, mode, all] as const)))(
  '%s, with validation "%s"',
  (_kind, validation, all) => {
    const aws = useLocalAws({ validation, log: { maxEntries: 5 } });

    it("is answered or refused, never with a defect of the endpoint's own", async () => {
      const client = createClient(aws, { maxAttempts: 1 });
      const names = new Set<string>();
      const request = fc
        .constantFrom(...all)
        .chain(([modelId, body]) => fc.tuple(fc.constant(modelId), mutationsOf(body)));
      await fc.assert(
        fc.asyncProperty(request, async ([modelId, body]) => {
          const outcome = await client
            .send(new InvokeModelCommand({ modelId, body: JSON.stringify(body) }))
            .then(() => "answered")
            .catch((error: unknown) => (error instanceof Error ? error.name : String(error)));
          names.add(outcome);
          expect(["answered", "ValidationException"]).toContain(outcome);
        }),
        { numRuns: 200 },
      );
      expect(names).toEqual(new Set(["answered", "ValidationException"]));
    });
  },
);
