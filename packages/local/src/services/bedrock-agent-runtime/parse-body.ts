import { checkShape, constraintError } from "../../validation/check-shape.ts";
import type { ValidationMode } from "../../validation/rule.ts";

/**
 * A body that has passed its shape.
 *
 * @typeParam Body - what the shape describes: `checkShape` throws for values of other types
 * @throws ServiceError `SerializationException` or `ValidationException`, as the service does
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the type that the shape describes
export function parseBody<Body extends object>(body: unknown, shape: string, mode: ValidationMode | "off"): Body {
  const { value, violations } = checkShape(body ?? {}, shape, mode);
  if (violations.length > 0) throw constraintError(violations);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked against the shape just above
  return value as Body;
}
