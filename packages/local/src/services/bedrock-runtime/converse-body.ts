import type { Message } from "../../chat/content-blocks.ts";
import { checkShape, constraintError } from "../../validation/check-shape.ts";
import type { ValidationMode } from "../../validation/rule.ts";

/** A tool as Converse declares it, a tool of the service's own, or a cache point between them. */
export type ToolItem =
  | { toolSpec: { name: string; description?: string; inputSchema: { json?: unknown }; strict?: boolean } }
  | { systemTool: { name: string } }
  | { cachePoint: { type: string; ttl?: string } };

/** A block of the system text. */
export type SystemBlock = { text: string } | { guardContent: unknown } | { cachePoint: { type: string; ttl?: string } };

/** The body of Converse and ConverseStream, after its shape was checked. */
export interface ConverseBody {
  messages?: readonly Message[];
  system?: readonly SystemBlock[];
  inferenceConfig?: { maxTokens?: number; temperature?: number; topP?: number; stopSequences?: readonly string[] };
  toolConfig?: { tools?: readonly ToolItem[]; toolChoice?: { auto?: unknown; any?: unknown; tool?: { name: string } } };
  additionalModelRequestFields?: unknown;
  additionalModelResponseFieldPaths?: readonly string[];
  performanceConfig?: { latency?: string };
  serviceTier?: { type: string };
  outputConfig?: { textFormat?: { structure?: { jsonSchema?: { schema?: string; name?: string } } }; effort?: string };
}

/**
 * The body of a Converse request, its members of the types that they must have.
 *
 * @throws ServiceError `SerializationException` or `ValidationException`, as the service does
 */
export function parseConverseBody(body: unknown, mode: ValidationMode | "off"): ConverseBody {
  const value = withoutNulls(body ?? {});
  const violations = checkShape(value, "ConverseRequest", mode);
  if (violations.length > 0) throw constraintError(violations);
  return isConverseBody(value) ? value : {};
}

/** `checkShape` throws for anything that is not of the type, so what passed it is of the type. */
function isConverseBody(value: unknown): value is ConverseBody {
  return typeof value === "object" && value !== null;
}

/** The service takes `null` for an absent member of its own shapes; what the caller sends as a document stays. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}
