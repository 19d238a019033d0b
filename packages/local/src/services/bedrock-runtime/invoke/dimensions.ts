import { type BodySchema, integer } from "../../../validation/body-schema.ts";
import type { InvokeCall } from "./invoke-family.ts";

/** The dimensions that a body may ask for: the model's own, or any when nothing is known of the model. */
export function dimensionsSchema({ model, isUnchecked }: InvokeCall): BodySchema<number> {
  return isUnchecked || model.dimensions === undefined
    ? integer({ min: 1, max: 16_384 })
    : integer({ values: model.dimensions });
}

/** The dimensions of the vectors of this call. */
export function dimensionsOf({ model }: InvokeCall, asked: number | undefined, fallback: number): number {
  return asked ?? model.dimensions?.[0] ?? fallback;
}
