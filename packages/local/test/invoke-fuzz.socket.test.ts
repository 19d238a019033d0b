import { InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { useLocalAws } from "../src/vitest.ts";
import { createClient } from "./support/clients.ts";
import { images } from "./support/invoke.ts";

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

const odd = fc.oneof(fc.jsonValue(), fc.constantFrom("", images.gif, "text", "image", "NONE", -1, 0, 1e9, 0.5, []));

/** A value of which any member, at any depth, may be gone or another. */
function mutationsOf(value: unknown): fc.Arbitrary<unknown> {
  const kept = fc.constant(value);
  if (typeof value !== "object" || value === null) {
    return fc.oneof({ weight: 8, arbitrary: kept }, { weight: 1, arbitrary: odd });
  }
  const changed = Array.isArray(value)
    ? fc.tuple(...value.map(mutationsOf))
    : fc.record(Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mutationsOf(member)])), {
        requiredKeys: [],
      });
  return fc.oneof({ weight: 8, arbitrary: changed }, { weight: 1, arbitrary: odd });
}

describe.each(["current", "off"] as const)(
  '[13] any body of an embedding model, with validation "%s"',
  (validation) => {
    const aws = useLocalAws({ validation, log: { maxEntries: 5 } });

    it("is answered or refused, never with a defect of the endpoint's own", async () => {
      const client = createClient(aws, { maxAttempts: 1 });
      const names = new Set<string>();
      const request = fc
        .constantFrom(...bodies)
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
        { numRuns: 300 },
      );
      expect(names).toEqual(new Set(["answered", "ValidationException"]));
    });
  },
);
