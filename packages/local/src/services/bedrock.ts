import type { Service } from "../operation.ts";
import { getFoundationModel, listFoundationModels } from "./bedrock/foundation-models.ts";
import { getInferenceProfile, listInferenceProfiles } from "./bedrock/inference-profiles.ts";

/** Amazon Bedrock's control plane: which models and profiles there are. */
export const bedrock: Service = {
  name: "bedrock",
  signingName: "bedrock",
  operations: [listFoundationModels, getFoundationModel, getInferenceProfile, listInferenceProfiles],
};
