import { type BodySchema, integer } from "../../../validation/body-schema.ts";
import type { InvokeCall } from "./invoke-family.ts";

const MOST_DIMENSIONS = 16_384;

/** The dimensions that a body may ask for: the model's own, or any when they are not known or not checked. */
export function dimensionsSchema({ model, isUnchecked, validation }: InvokeCall): BodySchema<number> {
  const isChecked = !isUnchecked && validation !== "off" && model.dimensions !== undefined;
  return isChecked ? integer({ values: model.dimensions }) : integer({ min: 1, max: MOST_DIMENSIONS });
}

/** The dimensions of the vectors of this call. */
export function dimensionsOf({ model }: InvokeCall, asked: number | undefined, fallback: number): number {
  return asked ?? model.dimensions?.[0] ?? fallback;
}
