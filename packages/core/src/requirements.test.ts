import { readFileSync } from "node:fs";
import { FakeListChatModel } from "@langchain/core/utils/testing";
import { describe, expect, it } from "vitest";
import { AwsConfigurationError } from "./errors.ts";
import { requireLangchainCore, requirements, requireVersions } from "./requirements.ts";

/** What is thrown, or nothing. */
function thrownBy(call: () => void): unknown {
  try {
    call();
    return undefined;
  } catch (error) {
    return error;
  }
}

const textOf = (call: () => void): string | undefined => {
  const error = thrownBy(call);
  if (error === undefined) return undefined;
  expect(AwsConfigurationError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({ code: "CONFIG_OLD_VERSION", retryable: false });
  return error instanceof Error ? error.message : "";
};

describe("what is needed", () => {
  it("is what the manifest says", () => {
    const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    expect(manifest).toMatchObject({
      engines: { node: `>=${requirements.node.oldest}` },
      peerDependencies: { "@langchain/core": `^${requirements.langchainCore.oldest}` },
    });
  });

  it.each([
    {},
    { node: undefined, langchainCore: undefined },
    { node: "20.19.0", langchainCore: "1.4.0" },
    { node: "20.20.2", langchainCore: "1.4.1-rc.1" },
    { node: "22.0.0", langchainCore: "1.10.0" },
    { node: "100.1.1", langchainCore: "2.0.0" },
  ])("is there with %o", (found) => {
    expect(textOf(() => requireVersions(found))).toBeUndefined();
  });

  it.each(["16.20.2", "18.20.8", "20.0.0", "20.9.0", "20.18.3"])("is not there on Node %s", (node) => {
    expect(textOf(() => requireVersions({ node, langchainCore: "1.4.0" }))).toBe(
      `Node ${node} is too old: the @langchain-aws packages need 20.19.0 or newer. Install it: nvm install --lts (or from https://nodejs.org)`,
    );
  });

  it.each(["0.3.80", "1.0.0", "1.3.5", "1.3.10"])("is not there with @langchain/core %s", (langchainCore) => {
    expect(textOf(() => requireVersions({ node: "20.19.0", langchainCore }))).toBe(
      `@langchain/core ${langchainCore} is too old: the @langchain-aws packages need 1.4.0 or newer. Install it: npm install @langchain/core@1`,
    );
  });
});

describe("what a model notes", () => {
  it("lets a model of an @langchain/core that is new enough through", () => {
    expect(textOf(() => requireLangchainCore(new FakeListChatModel({ responses: [] })))).toBeUndefined();
  });

  it.each([
    ["notes its version", { metadata: { versions: { "@langchain/core": "1.2.3" } }, _addVersion: () => {} }, "1.2.3"],
    ["notes none yet", {}, "1.0 or older"],
    ["notes none yet, with metadata of the caller's", { metadata: { team: "a" } }, "1.0 or older"],
  ])("tells an old one that %s", (_title, model, found) => {
    expect(textOf(() => requireLangchainCore(model))).toMatch(`@langchain/core ${found} is too old`);
  });

  it("is no reason to refuse a later one that notes it elsewhere", () => {
    expect(textOf(() => requireLangchainCore({ _addVersion: () => {} }))).toBeUndefined();
  });
});
