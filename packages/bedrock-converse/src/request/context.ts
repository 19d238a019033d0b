import type { ModelFamily } from "../model-families.ts";
import type { ResolvedOptions } from "../resolve-options.ts";
import { createDocumentNames, type DocumentNames } from "./document-names.ts";
import { createToolIds, type ToolIds } from "./tool-ids.ts";

/** What the converters of one request share. */
export interface RequestContext {
  readonly options: ResolvedOptions;
  readonly family: ModelFamily;
  readonly documents: DocumentNames;
  readonly toolIds: ToolIds;
}

/** The shared state of one request: fresh names and ids, so that equal requests stay equal. */
export function createRequestContext(options: ResolvedOptions): RequestContext {
  const { family } = options.resolved;
  return { options, family, documents: createDocumentNames(), toolIds: createToolIds(family) };
}
