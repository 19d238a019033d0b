import { ServiceError } from "../../operation.ts";
import { type CheckedShape, checkShape, constraintError } from "../../validation/check-shape.ts";
import type { ValidationMode } from "../../validation/rule.ts";

/** A document to rank: its words, or free JSON. */
export interface RerankDocument {
  type: "TEXT" | "JSON";
  textDocument?: { text?: string };
  jsonDocument?: unknown;
}

/** The body of Rerank, after its shape was checked. */
export interface RerankBody {
  queries: readonly { textQuery: { text?: string } }[];
  sources: readonly { inlineDocumentSource: RerankDocument }[];
  rerankingConfiguration: {
    bedrockRerankingConfiguration: { numberOfResults?: number; modelConfiguration: { modelArn: string } };
  };
  nextToken?: string;
}

/**
 * The body of a Rerank request (V42).
 *
 * @throws ServiceError `SerializationException` or `ValidationException`, as the service does
 */
export function parseRerankBody(body: unknown, mode: ValidationMode | "off"): RerankBody {
  const checked = checkShape(body ?? {}, "RerankRequest", mode);
  if (checked.violations.length > 0) throw constraintError(checked.violations);
  if (!hasPassed(checked)) throw new TypeError("RerankRequest is not an object.");
  if (mode !== "off") checkCounts(checked.value);
  return checked.value;
}

/** `checkShape` throws for values of other types than the shape's, so what passed it is of the type. */
function hasPassed(checked: CheckedShape): checked is { value: RerankBody; violations: [] } {
  return typeof checked.value === "object" && checked.value !== null;
}

/** What no single member's constraint can say. */
function checkCounts({ sources, rerankingConfiguration, nextToken }: RerankBody): void {
  const { numberOfResults = 0 } = rerankingConfiguration.bedrockRerankingConfiguration;
  if (numberOfResults > sources.length) {
    throw invalid("Cannot provide numberOfResults value that exceeds the number of sources.");
  }
  for (const [index, { inlineDocumentSource: document }] of sources.entries()) {
    const member = document.type === "JSON" ? "jsonDocument" : "textDocument";
    if (document[member] === undefined) {
      throw invalid(
        `1 validation error detected: Value null at 'sources.${index + 1}.member.inlineDocumentSource.${member}' ` +
          "failed to satisfy constraint: Member must not be null",
      );
    }
  }
  // Every answer of this endpoint is whole, so it never gave a token.
  if (nextToken !== undefined) throw invalid("The nextToken is invalid.");
}

const invalid = (message: string): ServiceError => new ServiceError("ValidationException", 400, message);
