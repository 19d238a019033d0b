/**
 * What each confidence counts.
 *
 * @see https://docs.aws.amazon.com/kendra/latest/APIReference/API_ScoreAttributes.html
 */
export const KENDRA_CONFIDENCE_MAPPING: Readonly<
  Record<"NOT_AVAILABLE" | "LOW" | "MEDIUM" | "HIGH" | "VERY_HIGH", number>
> = {
  NOT_AVAILABLE: 0,
  LOW: 0.25,
  MEDIUM: 0.5,
  HIGH: 0.75,
  VERY_HIGH: 1,
};

/** What a confidence counts; one that nobody knows, or that is missing, counts 0. */
export function confidenceValue(name: string | undefined): number {
  return name !== undefined && isKnown(name) ? KENDRA_CONFIDENCE_MAPPING[name] : 0;
}

function isKnown(name: string): name is keyof typeof KENDRA_CONFIDENCE_MAPPING {
  return Object.hasOwn(KENDRA_CONFIDENCE_MAPPING, name);
}
