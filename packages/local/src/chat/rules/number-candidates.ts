import { toNumber } from "./json-schema.ts";
import type { TextHints } from "./text-hints.ts";

type Keywords = Readonly<Record<string, unknown>>;

/** Numbers that may satisfy a schema: those of the text, the default, then ones near the bounds. */
export function* numberCandidates(schema: Keywords, hints: TextHints, isInteger: boolean): Generator<number> {
  yield* hints.numbers.filter((number) => !isInteger || Number.isInteger(number)).slice(0, 8);
  if (typeof schema.default === "number") yield schema.default;
  const { lower, upper } = boundsOf(schema);
  const step = toNumber(schema.multipleOf) ?? 1;
  const start = Number.isFinite(lower)
    ? Math.ceil(lower / step)
    : Number.isFinite(upper)
      ? Math.floor(upper / step)
      : 1;
  const direction = Number.isFinite(lower) || !Number.isFinite(upper) ? 1 : -1;
  for (let count = 0; count < 12; count += 1) yield tidy((start + direction * count) * step);
  if (Number.isFinite(lower) && Number.isFinite(upper)) yield (lower + upper) / 2;
  yield 0;
}

function boundsOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Keywords): {
  lower: number;
  upper: number;
} {
  return {
    lower: Math.max(toNumber(minimum) ?? -Infinity, toNumber(exclusiveMinimum) ?? -Infinity),
    upper: Math.min(toNumber(maximum) ?? Infinity, toNumber(exclusiveMaximum) ?? Infinity),
  };
}

/** Takes the dust of floating-point products off: 3 × 0.1 is 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
