import { describe, expect, it } from "vitest";
import { AwsConfigurationError, ModelProviderError } from "./errors.ts";
import { missingPeer, requireUses, type OptionalPeer } from "./optional-peer.ts";

const peer: OptionalPeer = { name: "left-pad", feature: "Padding", instead: "pad yourself", uses: ["pad", "unpad"] };

const failure = (code?: string): Error => Object.assign(new Error("Cannot find it"), code !== undefined && { code });

describe("a package that is missing", () => {
  it.each([failure("ERR_MODULE_NOT_FOUND"), failure("MODULE_NOT_FOUND"), failure()])(
    "is named with what needs it, what to type and what else to do (%o)",
    async (cause) => {
      const error: unknown = await Promise.reject(cause).catch(missingPeer(peer)).catch(String);
      expect(error).toBe(
        "AwsConfigurationError: Padding needs the package left-pad, which is not installed. " +
          "Install it (npm install left-pad), or pad yourself.",
      );
    },
  );

  it("is an error of the given class, with its code and its cause", async () => {
    const cause = failure("ERR_MODULE_NOT_FOUND");
    const error: unknown = await Promise.reject(cause)
      .catch(missingPeer({ name: "a", feature: "B" }, ModelProviderError))
      .catch((thrown: unknown) => thrown);
    expect(ModelProviderError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      code: "CONFIG_MISSING_PACKAGE",
      cause,
      message: "B needs the package a, which is not installed. Install it (npm install a).",
    });
  });

  it("is told from one that is there and fails", async () => {
    const error: unknown = await Promise.reject(failure("ERR_DLOPEN_FAILED")).catch(missingPeer(peer)).catch(String);
    expect(error).toMatch("left-pad, which cannot be loaded (ERR_DLOPEN_FAILED). Install it (npm install left-pad)");
  });
});

describe("a package that is there", () => {
  it("is handed on with all that is taken from it", () => {
    const loaded = { pad: () => "", unpad: () => "" };
    expect(requireUses(loaded, peer)).toBe(loaded);
    expect(requireUses(loaded, { name: "a", feature: "B" })).toBe(loaded);
  });

  it("is another version without one of them", () => {
    const use = (): object => requireUses({ pad: () => "" }, peer, ModelProviderError);
    expect(use).toThrow(
      "Padding needs the package left-pad, which is installed in a version without unpad. " +
        "Install it (npm install left-pad@latest), or pad yourself.",
    );
    expect(use).toThrow(expect.objectContaining({ code: "CONFIG_WRONG_PACKAGE" }));
    expect(() => requireUses({}, peer)).toThrow(expect.toSatisfy(AwsConfigurationError.isInstance));
  });
});
