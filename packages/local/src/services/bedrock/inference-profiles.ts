import type { InferenceProfile } from "../../catalogue/model-catalogue.ts";
import { type LocalState, type Operation, ServiceError } from "../../operation.ts";
import { pageOf } from "./page.ts";

/** When the profiles of this endpoint say they were made: a fixed date, so that answers are always the same. */
const CREATED_AT = "2025-01-01T00:00:00Z";

/** GetInferenceProfile. Source: "GetInferenceProfile", Amazon Bedrock API Reference. */
export const getInferenceProfile: Operation = {
  name: "GetInferenceProfile",
  service: "bedrock",
  method: "GET",
  path: "/inference-profiles/{inferenceProfileIdentifier}",
  resource: (request) => request.params.inferenceProfileIdentifier ?? "*",
  async handle(request, state) {
    const id = request.params.inferenceProfileIdentifier ?? "";
    const profile = state.catalogue.findProfile(id);
    if (profile === undefined) {
      throw new ServiceError("ResourceNotFoundException", 404, `The inference profile ${id} could not be found.`);
    }
    return { kind: "json", body: toSummary(profile, state) };
  },
};

/** ListInferenceProfiles, page by page. Source: "ListInferenceProfiles", Amazon Bedrock API Reference. */
export const listInferenceProfiles: Operation = {
  name: "ListInferenceProfiles",
  service: "bedrock",
  method: "GET",
  path: "/inference-profiles",
  async handle({ query }, state) {
    const type = query.get("type");
    const profiles = state.catalogue.profiles.filter((profile) => type === null || profile.type === type);
    const { items, ...rest } = pageOf(profiles, query);
    return {
      kind: "json",
      body: { inferenceProfileSummaries: items.map((profile) => toSummary(profile, state)), ...rest },
    };
  },
};

function toSummary(profile: InferenceProfile, { options }: LocalState): Record<string, unknown> {
  const { id, arn, name, type, modelId, description } = profile;
  const inRegion = { modelArn: `arn:aws:bedrock:${options.region}::foundation-model/${modelId}` };
  // A global profile lists its model a second time, without a region.
  const anywhere = { modelArn: `arn:aws:bedrock:::foundation-model/${modelId}` };
  return {
    inferenceProfileName: name,
    ...(description === undefined ? {} : { description }),
    createdAt: CREATED_AT,
    updatedAt: CREATED_AT,
    inferenceProfileArn: arn,
    models: id.startsWith("global.") ? [inRegion, anywhere] : [inRegion],
    inferenceProfileId: id,
    status: "ACTIVE",
    type,
  };
}
