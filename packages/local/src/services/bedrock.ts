import type { Service } from "../operation.ts";
import { getFoundationModel, listFoundationModels } from "./bedrock/foundation-models.ts";
import { getGuardrail, listGuardrails } from "./bedrock/guardrails.ts";
import { getInferenceProfile, listInferenceProfiles } from "./bedrock/inference-profiles.ts";

/** Amazon Bedrock's control plane: which models, profiles and guardrails there are. */
export const bedrock: Service = {
  name: "bedrock",
  signingName: "bedrock",
  operations: [
    listFoundationModels,
    getFoundationModel,
    getInferenceProfile,
    listInferenceProfiles,
    listGuardrails,
    getGuardrail,
  ],
};
