import { type LocalState, ServiceError } from "../../operation.ts";
import { isModelDenied } from "../bedrock-runtime/resolve-model.ts";

/**
 * Only the foundation-model ARN of a reranker is taken: no bare id, no inference profile.
 *
 * @throws ServiceError `ValidationException`, or `AccessDeniedException` for one that the account has no access to
 */
export function checkReranker(modelArn: string, { catalogue, options }: LocalState): void {
  if (options.validation === "off") return;
  const isFoundationModel = /^arn:aws[a-z-]*:bedrock:[a-z0-9-]+::foundation-model\/.+$/.test(modelArn);
  const found = isFoundationModel ? catalogue.find(modelArn) : undefined;
  if (found?.model.kind !== "rerank" && !(isFoundationModel && options.models.unknown === "accept")) {
    throw new ServiceError(
      "ValidationException",
      400,
      "The provided model ARN for reranking is invalid. Please, use a valid model ARN. Also check the model ARN follows this format: arn:<partition>:bedrock:<region>:<foundation-model/<model-id>",
    );
  }
  if (found !== undefined && isModelDenied(modelArn, found.model.id, options.models.denied)) {
    throw new ServiceError(
      "AccessDeniedException",
      403,
      "You don't have access to the model with the specified model ID.",
    );
  }
}
