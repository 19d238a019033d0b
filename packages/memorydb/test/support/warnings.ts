import { resetWarnings } from "@langchain-aws/core";
import { onTestFinished, vi } from "vitest";

/** The warnings of this test, from here on. They are printed no more. */
export function collectWarnings(): string[] {
  resetWarnings();
  const warnings: string[] = [];
  const spy = vi.spyOn(console, "warn").mockImplementation((text: unknown) => {
    warnings.push(String(text));
  });
  onTestFinished(() => {
    spy.mockRestore();
    resetWarnings();
  });
  return warnings;
}
