import { languageOf } from "./kendra-entry.ts";
import type { KendraHit } from "./kendra-index.ts";

/** How sure the service is of a result. Source: "ScoreAttributes", Amazon Kendra API Reference. */
export type Confidence = "VERY_HIGH" | "HIGH" | "MEDIUM" | "LOW" | "NOT_AVAILABLE";

/** The least score of each, the surest first. */
const bands: readonly (readonly [Confidence, number])[] = [
  ["VERY_HIGH", 0.6],
  ["HIGH", 0.42],
  ["MEDIUM", 0.25],
];

/** The confidence of a result; there is none for other languages than English. */
export function confidenceOf({ entry, score }: Pick<KendraHit, "entry" | "score">): Confidence {
  if (languageOf(entry) !== "en") return "NOT_AVAILABLE";
  return bands.find(([, least]) => score >= least)?.[0] ?? "LOW";
}
