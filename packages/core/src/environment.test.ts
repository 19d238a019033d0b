import { afterEach, describe, expect, it, vi } from "vitest";
import { readEnvironment } from "./environment.ts";

describe("readEnvironment", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
  });

  it.each([
    ["us-east-1", "us-east-1"],
    ["  us-east-1\n", "us-east-1"],
    ["", undefined],
    [" \t", undefined],
    [undefined, undefined],
  ])("reads %j as %j", (value, expected) => {
    expect(readEnvironment("AWS_REGION", { AWS_REGION: value })).toBe(expected);
  });

  it("reads the process's own environment when none is given", () => {
    vi.stubEnv("LANGCHAIN_AWS_TEST", " on ");
    expect(readEnvironment("LANGCHAIN_AWS_TEST")).toBe("on");
  });

  it("finds nothing where there is no process", () => {
    vi.stubEnv("LANGCHAIN_AWS_TEST", "on");
    vi.stubGlobal("process", undefined);
    expect(readEnvironment("LANGCHAIN_AWS_TEST")).toBeUndefined();
  });
});
