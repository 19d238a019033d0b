import { Buffer } from "node:buffer";
import type { InferenceProfile } from "../../catalogue/model-catalogue.ts";
import { type LocalState, type Operation, ServiceError } from "../../operation.ts";

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
    const start = startOf(query.get("nextToken"), profiles.length);
    const end = start + pageSize(query.get("maxResults"));
    return {
      kind: "json",
      body: {
        inferenceProfileSummaries: profiles.slice(start, end).map((profile) => toSummary(profile, state)),
        ...(end < profiles.length ? { nextToken: Buffer.from(String(end)).toString("base64url") } : {}),
      },
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

function pageSize(maxResults: string | null): number {
  const size = maxResults === null ? 1_000 : Number(maxResults);
  if (Number.isInteger(size) && size >= 1 && size <= 1_000) return size;
  const bound = size > 1_000 ? "less than or equal to 1000" : "greater than or equal to 1";
  throw new ServiceError(
    "ValidationException",
    400,
    `1 validation error detected: Value '${maxResults}' at 'maxResults' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

function startOf(token: string | null, count: number): number {
  if (token === null) return 0;
  const start = Number(Buffer.from(token, "base64url").toString());
  if (Number.isInteger(start) && start > 0 && start < count) return start;
  throw new ServiceError("ValidationException", 400, "The provided nextToken is invalid.");
}
