import { describe, expect, test } from "vitest";
import { collectWarnings } from "../test/support/warnings.ts";
import { resolveIdentity } from "./identity.ts";
import { resolveClientConfig, type ResolvedClientConfig } from "./resolve-client-config.ts";
import { takeAwsFields } from "./take-aws-fields.ts";
import type { AwsService } from "./options.ts";

collectWarnings();

const keys = { awsAccessKeyId: "AKIDEXPLICIT", awsSecretAccessKey: "s" };
const explicit = { accessKeyId: "AKIDEXPLICIT", secretAccessKey: "s" };
const base = {
  region: "us-east-1",
  maxAttempts: 5,
  authSchemePreference: ["sigv4"],
  customUserAgent: [
    ["langchain-aws-js", "1.0.0"],
    ["md", "test"],
  ],
};

function resolve(
  fields: object,
  env: Record<string, string | undefined> = {},
  service: AwsService = "bedrock-runtime",
): ResolvedClientConfig {
  const { options } = takeAwsFields(fields, { service, env, legacyBedrockEnv: true });
  const identity = resolveIdentity(options, service);
  return resolveClientConfig({ options, service, region: "us-east-1", identity, userAgent: ["test", "1.0.0"] });
}

const token = expect.any(Function);
const bearer = { ...base, authSchemePreference: ["httpBearerAuth"], token };
const inConfig = { accessKeyId: "AKIDCONFIG", secretAccessKey: "s" };

describe("the settings of a client", () => {
  test.each([
    { name: "nothing", fields: {}, expected: base },
    { name: "keys", fields: keys, expected: { ...base, credentials: explicit } },
    { name: "a profile", fields: { profile: "p1" }, expected: { ...base, profile: "p1" } },
    { name: "a profile and keys", fields: { profile: "p1", ...keys }, expected: { ...base, profile: "p1" } },
    { name: "a token and keys", fields: { apiKey: "t", ...keys }, expected: bearer },
    {
      name: "keys in config",
      fields: { config: { credentials: inConfig } },
      expected: { ...base, credentials: inConfig },
    },
    {
      name: "keys, and others in config",
      fields: { ...keys, config: { credentials: inConfig } },
      expected: { ...base, credentials: explicit },
    },
    {
      name: "a profile, and keys in config",
      fields: { profile: "p", config: { credentials: inConfig } },
      expected: { ...base, profile: "p" },
    },
    {
      name: "a token in config",
      fields: { config: { token: { token: "t" } } },
      expected: { ...bearer, token: { token: "t" } },
    },
    {
      name: "keys, and a token in config",
      fields: { ...keys, config: { token: { token: "t" } } },
      expected: { ...base, credentials: explicit },
    },
    {
      name: "a scheme in config",
      fields: { config: { authSchemePreference: ["httpBearerAuth"] } },
      expected: { ...base, authSchemePreference: ["httpBearerAuth"] },
    },
    {
      name: "a role for the chain",
      fields: { roleArn: "arn:aws:iam::1:role/x" },
      expected: { ...base, roleArn: "arn:aws:iam::1:role/x" },
    },
    {
      name: "endpoint over config",
      fields: { endpointUrl: "https://a.example", config: { endpoint: "https://b.example" } },
      expected: { ...base, endpoint: "https://a.example" },
    },
    {
      name: "config's endpoint",
      fields: { config: { endpoint: "https://b.example" } },
      expected: { ...base, endpoint: "https://b.example" },
    },
    {
      name: "retries",
      fields: { maxRetries: 0, retryMode: "adaptive" },
      expected: { ...base, maxAttempts: 1, retryMode: "adaptive" },
    },
    {
      name: "retries in config",
      fields: { maxRetries: 0, config: { maxAttempts: 9 } },
      expected: { ...base, maxAttempts: 9 },
    },
    {
      name: "other settings in config",
      fields: { config: { cacheMiddleware: true } },
      expected: { ...base, cacheMiddleware: true },
    },
  ])("from $name", ({ fields, expected }) => {
    expect(resolve(fields)).toEqual(expected);
  });

  const ambient = { AWS_BEARER_TOKEN_BEDROCK: " t " };
  const legacy = { BEDROCK_AWS_ACCESS_KEY_ID: "AKIDLEGACY", BEDROCK_AWS_SECRET_ACCESS_KEY: "s" };
  test.each([
    { name: "a token", env: ambient, fields: {}, expected: bearer },
    { name: "a token, beside keys", env: ambient, fields: keys, expected: { ...base, credentials: explicit } },
    {
      name: "a token, beside config's keys",
      env: ambient,
      fields: { config: { credentials: inConfig } },
      expected: { ...base, credentials: inConfig },
    },
    { name: "a token, beside a role", env: ambient, fields: { roleArn: "r" }, expected: { ...base, roleArn: "r" } },
    {
      name: "a token, beside a file's place",
      env: ambient,
      fields: { filepath: "f" },
      expected: { ...bearer, filepath: "f" },
    },
    {
      name: "legacy keys",
      env: legacy,
      fields: {},
      expected: { ...base, credentials: { accessKeyId: "AKIDLEGACY", secretAccessKey: "s" } },
    },
    { name: "half of legacy keys", env: { BEDROCK_AWS_ACCESS_KEY_ID: "A" }, fields: {}, expected: base },
    { name: "a token and legacy keys", env: { ...legacy, ...ambient }, fields: {}, expected: bearer },
    {
      name: "plain keys, left to the AWS SDK",
      env: { AWS_ACCESS_KEY_ID: "A", AWS_SECRET_ACCESS_KEY: "s" },
      fields: {},
      expected: base,
    },
    {
      name: "retries",
      env: { AWS_MAX_ATTEMPTS: "2", AWS_RETRY_MODE: "ADAPTIVE" },
      fields: {},
      expected: { ...base, maxAttempts: 2, retryMode: "adaptive" },
    },
  ])("from $name in the environment", ({ env, fields, expected }) => {
    expect(resolve(fields, env)).toEqual(expected);
  });

  test("of a service without bearer tokens, with one in the environment", () => {
    expect(resolve({}, ambient, "kendra")).toEqual(base);
  });

  test.each(["0", "-1", "two"])("refuse AWS_MAX_ATTEMPTS=%s", (text) => {
    expect(() => resolve({}, { AWS_MAX_ATTEMPTS: text })).toThrow("AWS_MAX_ATTEMPTS must be a whole number");
  });

  test("of the control plane have an endpoint of their own", () => {
    const fields = { endpointUrl: "https://a.example", config: { endpoint: "https://b.example" } };
    expect(resolve(fields, {}, "bedrock")).toEqual(base);
    expect(resolve({ ...fields, controlPlaneEndpointUrl: "https://c.example" }, {}, "bedrock")).toEqual({
      ...base,
      endpoint: "https://c.example",
    });
  });
});
