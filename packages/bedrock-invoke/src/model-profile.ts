import { profileOf } from "@langchain-aws/core/model-profiles";
import type { ModelProfile } from "@langchain/core/language_models/profile";
import type { ResolvedModel } from "./resolve-model.ts";

/** What is known about a model as it is reached here; an empty object for one that nothing is known about. */
export function modelProfile(model: ResolvedModel | undefined): ModelProfile {
  const known = profileOf(model?.baseModelId, model?.modelId);
  if (model === undefined || Object.keys(known).length === 0) return {};
  // Agents ask for the service's own structured output by it.
  const structuredOutput = known.structuredOutput === true && model.format.buildAnswerFormat !== undefined;
  const reached = { ...known, structuredOutput };
  return model.format.takesTools ? reached : { ...reached, toolCalling: false, toolChoice: false };
}
