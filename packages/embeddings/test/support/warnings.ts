import { resetWarnings } from "@langchain-aws/core";
import { afterEach, beforeEach, vi } from "vitest";

/** Collects what `warnOnce` prints in each test of a file. */
export function collectWarnings(): { readonly texts: string[] } {
  const collected: { texts: string[] } = { texts: [] };
  beforeEach(() => {
    resetWarnings();
    collected.texts = [];
    vi.spyOn(console, "warn").mockImplementation((text: unknown) => {
      collected.texts.push(String(text));
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  return collected;
}
