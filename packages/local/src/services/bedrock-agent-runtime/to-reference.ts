import type { Passage } from "../../knowledge-bases/passages.ts";

/** A passage as it stands in answers, its place and metadata with it. */
export function toReference({ content, location, metadata }: Passage): Record<string, unknown> {
  return { content, ...(location !== undefined && { location }), metadata };
}
