import { cohereV3 } from "./families/cohere-v3.ts";
import { cohereV4 } from "./families/cohere-v4.ts";
import { marengo2 } from "./families/marengo-2.ts";
import { marengo3 } from "./families/marengo-3.ts";
import type { ModelFacts, ModelFamily } from "./families/model-family.ts";
import { nova } from "./families/nova.ts";
import { titanImage } from "./families/titan-image.ts";
import { fallback, titanTextV1, titanTextV2 } from "./families/titan-text.ts";

/** Every family, the more particular first. */
const families: readonly ModelFamily[] = [
  titanImage,
  titanTextV2,
  titanTextV1,
  nova,
  cohereV4,
  cohereV3,
  marengo2,
  marengo3,
];

/** The family of a model; the last resort is Titan's text format, with every option passed on. */
export const findFamily = (model: ModelFacts): ModelFamily =>
  families.find((family) => family.matches(model)) ?? fallback;
