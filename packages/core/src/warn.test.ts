import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { debugLog } from "./debug.ts";
import { resetWarnings, warnOnce } from "./warn.ts";

describe("warnOnce", () => {
  beforeEach(resetWarnings);
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("warns once for each key, with secrets masked", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    warnOnce("a", "first, with AKIAIOSFODNN7EXAMPLE");
    warnOnce("a", "the same again");
    warnOnce("b", "second");
    expect(warn.mock.calls).toEqual([["[langchain-aws] first, with [redacted]"], ["[langchain-aws] second"]]);
  });

  it("warns again after a reset", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    warnOnce("a", "x");
    resetWarnings();
    warnOnce("a", "x");
    expect(warn).toHaveBeenCalledTimes(2);
  });
});

describe("debugLog", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("speaks when the environment asks for it, with secrets masked", () => {
    const debug = vi.spyOn(console, "debug").mockImplementation(() => undefined);
    debugLog("core", () => "Bearer abc", { LANGCHAIN_AWS_DEBUG: "1" });
    expect(debug.mock.calls).toEqual([["[langchain-aws core] Bearer [redacted]"]]);
  });

  it.each([undefined, "", "0", "false", "FALSE"])("puts nothing together when the setting is %j", (setting) => {
    const debug = vi.spyOn(console, "debug").mockImplementation(() => undefined);
    const message = vi.fn<() => string>(() => "text");
    debugLog("core", message, { LANGCHAIN_AWS_DEBUG: setting });
    expect([message.mock.calls, debug.mock.calls]).toEqual([[], []]);
  });
});
