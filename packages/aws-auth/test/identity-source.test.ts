import { AwsCredentialsError } from "@langchain-aws/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createIdentitySource, takeAwsFields, type IdentitySource } from "../src/index.ts";
import { profileP1, useAwsFiles } from "./support/aws-files.ts";
import { TinyChat } from "./support/tiny-chat.ts";
import { collectWarnings } from "./support/warnings.ts";

// The AWS SDK warns of keys beside a profile.
collectWarnings();

afterEach(() => {
  vi.unstubAllEnvs();
});

const sourceOf = (fields: object): IdentitySource => {
  const { options } = takeAwsFields(fields, { service: "neptune-db" });
  return createIdentitySource({ options, service: "neptune-db" });
};

describe("the identity for signing by hand", () => {
  const inConfig = { accessKeyId: "AKIDCONFIG", secretAccessKey: "s" };
  test.each([
    { name: "keys", fields: { accessKeyId: "AKIDKEYS", secretAccessKey: "s" }, id: "AKIDKEYS" },
    { name: "a function", fields: { credentials: async () => inConfig }, id: "AKIDCONFIG" },
    { name: "config's identity", fields: { config: { credentials: inConfig } }, id: "AKIDCONFIG" },
    { name: "config's function", fields: { config: { credentials: async () => inConfig } }, id: "AKIDCONFIG" },
    { name: "a profile", fields: { profile: "p2" }, id: "AKIDPROFILE2" },
    { name: "config's profile", fields: { config: { profile: "p2" } }, id: "AKIDPROFILE2" },
    { name: "nothing, with keys in the environment", fields: {}, id: "AKIDAMBIENT" },
  ])("comes from $name", async ({ fields, id }) => {
    useAwsFiles(profileP1);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDAMBIENT");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "s");
    expect((await sourceOf({ region: "us-east-1", ...fields }).credentials()).accessKeyId).toBe(id);
  });

  test("has the region of the profile, without the pseudo regions", async () => {
    useAwsFiles(profileP1);
    expect(await sourceOf({ profile: "p1" }).region()).toBe("eu-central-1");
    expect(await sourceOf({ region: "fips-us-east-1" }).region()).toBe("us-east-1");
  });
});

test("ready() tells of missing credentials before the first request, in our own words", async () => {
  const error: unknown = await new TinyChat({ region: "us-east-1", profile: "missing" })
    .ready()
    .catch((thrown: unknown) => thrown);
  if (!AwsCredentialsError.isInstance(error)) throw error;
  expect(error.message).toMatch(/^No AWS credentials \(CredentialsProviderError\)/);
});
