import { describe, expect, it } from "vitest";

import { ModelCatalogue, type ModelCatalogueSettings } from "./model-catalogue.ts";

const create = (settings: Partial<ModelCatalogueSettings> = {}): ModelCatalogue =>
  new ModelCatalogue({ region: "us-east-1", accountId: "000000000000", ...settings });

const nova = "amazon.nova-lite-v1:0";
const profileArn = "arn:aws:bedrock:eu-west-1:000000000000:inference-profile/eu.amazon.nova-lite-v1:0";

describe("ModelCatalogue", () => {
  it.each([
    { id: nova, model: nova, isBare: true },
    { id: `arn:aws:bedrock:us-east-1::foundation-model/${nova}`, model: nova, isBare: true },
    { id: "amazon.nova-lite-v1:0:24k", model: nova, isBare: true },
    { id: "amazon.titan-text-express-v1:0:8k", model: "amazon.titan-text-express-v1", isBare: true },
    { id: "us.amazon.nova-lite-v1:0", model: nova, profile: "us.amazon.nova-lite-v1:0", isBare: false },
    { id: profileArn, model: nova, profile: "eu.amazon.nova-lite-v1:0", isBare: false },
    { id: "team", model: nova, profile: "team", isBare: false },
    { id: "local.echo", model: "local.echo", isBare: true },
  ])("resolves $id", ({ id, model, profile, isBare }) => {
    const catalogue = create({ applicationProfiles: [{ id: "team", model: profileArn }] });
    const found = catalogue.resolve(id);
    expect([found.model.id, found.profile?.id, found.isBare]).toEqual([model, profile, isBare]);
  });

  it.each([
    "",
    "us.amazon.nothing-v1:0",
    "jp.amazon.nova-lite-v1:0",
    "arn:aws:bedrock:us-east-1::foundation-model/x",
    "gpt-4",
  ])("refuses %j", (id) => {
    expect(() => create().resolve(id)).toThrow("The provided model identifier is invalid.");
  });

  it.each([
    ["us.anthropic.claude-9-v1:0", "anthropic.claude-9-v1:0", "claude"],
    ["arn:aws:bedrock:us-east-1:000000000000:custom-model/meta.llama9/abc", "abc", "generic"],
    ["amazon.nova-9-v1:0", "amazon.nova-9-v1:0", "nova"],
    ["cohere.rerank-v9:0", "cohere.rerank-v9:0", "rerank"],
    ["anything", "anything", "generic"],
  ])("takes %s for a model that it does not check, when unknown ones are accepted", (id, base, family) => {
    const found = create({ unknown: "accept" }).resolve(id);
    expect([found.model.id, found.model.family, found.isUnchecked, found.model.kind]).toEqual([
      base,
      family,
      true,
      "chat",
    ]);
  });

  it("completes a model of the user's by the family that its id names, and lets it replace one of the preset", () => {
    const catalogue = create({
      extra: [
        { id: "cohere.embed-v9:0", dimensions: [64] },
        { id: nova, contextTokens: 5 },
      ],
    });
    expect(catalogue.resolve("cohere.embed-v9:0").model).toMatchObject({
      family: "cohere-embed",
      kind: "embedding",
      dimensions: [64],
    });
    expect(catalogue.resolve(nova).model).toMatchObject({ family: "nova", contextTokens: 5 });
  });

  it("refuses an application profile of a model that it does not have", () => {
    expect(() => create({ applicationProfiles: [{ id: "team", model: "acme.x" }] })).toThrow(
      "models.applicationProfiles: team names the model acme.x, which the catalogue does not have.",
    );
  });

  it("has a profile for each model that cannot be called without one", () => {
    const catalogue = create();
    const callable = new Set(catalogue.profiles.map(({ modelId }) => modelId));
    const unreachable = catalogue.models.filter(
      ({ id, inferenceTypes }) => !inferenceTypes.includes("ON_DEMAND") && !callable.has(id),
    );
    expect(unreachable).toEqual([]);
    expect(new Set(catalogue.profiles.map(({ arn }) => arn)).size).toBe(catalogue.profiles.length);
  });
});
