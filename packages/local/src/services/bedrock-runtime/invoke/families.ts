import { cohereV3, cohereV4 } from "./cohere-embeddings.ts";
import type { InvokeCall, InvokeFamily } from "./invoke-family.ts";
import { marengo2, marengo3 } from "./marengo-embeddings.ts";
import { novaEmbeddings } from "./nova-embeddings.ts";
import { rerankers } from "./rerankers.ts";
import { titanImage } from "./titan-image-embeddings.ts";
import { titanTextV1, titanTextV2 } from "./titan-text-embeddings.ts";

/** Every form of body that InvokeModel answers; a new one is a file beside this and a row here. */
export const invokeFamilies: readonly InvokeFamily[] = [
  titanImage,
  titanTextV1,
  titanTextV2,
  cohereV3,
  cohereV4,
  novaEmbeddings,
  marengo3,
  marengo2,
  rerankers,
];

/** The form of a request: the model's; for a model that nothing is known of, the one that its body has. */
export function familyOfCall({ model, isUnchecked, body }: InvokeCall): InvokeFamily | undefined {
  const family = invokeFamilies.find((each) => each.serves(model));
  if (family !== undefined || !isUnchecked || typeof body !== "object" || body === null) return family;
  return invokeFamilies.find((each) => each.recognises(body));
}
