import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BuildRequest, ModelFamily, RequestSettings } from "./families/model-family.ts";
import { findFamily } from "./model-families.ts";

test.each([
  { vendor: "amazon", id: "amazon.titan-embed-image-v1", name: "titan-image" },
  { vendor: "amazon", id: "amazon.titan-embed-text-v2:0", name: "titan-text-v2" },
  { vendor: "amazon", id: "amazon.titan-embed-text-v1", name: "titan-text-v1" },
  { vendor: "amazon", id: "amazon.titan-embed-g1-text-02", name: "titan-text-v1" },
  { vendor: "amazon", id: "amazon.nova-2-multimodal-embeddings-v1:0", name: "nova" },
  { vendor: "amazon", id: "amazon.nova-pro-v1:0", name: "fallback" },
  { vendor: "amazon", id: "", name: "titan-text-v2" },
  { vendor: "cohere", id: "cohere.embed-v4:0", name: "cohere-v4" },
  { vendor: "cohere", id: "cohere.embed-multilingual-v3", name: "cohere-v3" },
  { vendor: "cohere", id: "", name: "cohere-v3" },
  { vendor: "someone", id: "someone.embed-v4", name: "fallback" },
  { vendor: "twelvelabs", id: "twelvelabs.marengo-embed-3-0-v1:0", name: "marengo-3" },
  { vendor: "twelvelabs", id: "twelvelabs.marengo-embed-2-7-v1:0", name: "marengo-2" },
  { vendor: "twelvelabs", id: "", name: "marengo-3" },
  { vendor: undefined, id: "local.test", name: "fallback" },
])("$id of $vendor is of the family $name", ({ vendor, id, name }) => {
  expect(findFamily({ vendor, id }).name).toBe(name);
});

const ids = [
  "titan-embed-image",
  "titan-embed-text-v2",
  "titan-embed-text-v1",
  "nova-embed",
  "embed-v4",
  "embed-v3",
  "marengo",
  "marengo-2-7",
];
const families: readonly ModelFamily[] = ids.map((id) =>
  findFamily({ id, vendor: id.startsWith("embed") ? "cohere" : "amazon" }),
);

describe.each(families)("$name", (family) => {
  const media = fc.record({ base64: fc.base64String({ minLength: 4 }), format: fc.constantFrom("jpeg", "png") });
  const inputs = fc.array(fc.record({ text: fc.string(), media }), { minLength: 1, maxLength: 5 });
  const settings: fc.Arbitrary<RequestSettings> = fc.record({
    dimensions: fc.option(fc.integer({ min: 1, max: 4096 }), { nil: undefined }),
    embeddingType: fc.constantFrom("float", "binary"),
    truncate: fc.constantFrom(undefined, "NONE", "START", "END"),
    inputType: fc.constantFrom("search_document", "search_query"),
    purpose: fc.constantFrom("GENERIC_INDEX", "GENERIC_RETRIEVAL"),
  });

  test.each(Object.entries(family.buildRequest))(
    "builds a %s request from frozen inputs, twice the same",
    (_, build) => {
      const buildAny = build as BuildRequest<object>;
      fc.assert(
        fc.property(inputs, settings, (inputs, settings) => {
          const given = deepFreeze({ inputs, settings });
          const body = buildAny(given.inputs, given.settings);
          expect(buildAny(given.inputs, given.settings)).toEqual(body);
          expect(Object.values(body)).not.toContain(undefined);
        }),
      );
    },
  );

  test("reads any reply without failing", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("embedding", "embeddings", "data", "message"), fc.jsonValue()),
        (reply) => {
          expect(Array.isArray(family.parseResponse(reply, "float").vectors)).toBe(true);
        },
      ),
    );
  });
});

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
