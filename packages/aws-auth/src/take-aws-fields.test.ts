import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collectWarnings } from "../test/support/warnings.ts";
import { takeAwsFields } from "./take-aws-fields.ts";

const warnings = collectWarnings();

const take = (fields: object, service: "bedrock-runtime" | "kendra" = "bedrock-runtime") =>
  takeAwsFields(fields, { service });

describe("options that cannot work", () => {
  const keys = { awsAccessKeyId: "AKIDEXAMPLE", awsSecretAccessKey: "a-secret" };
  test.each([
    { fields: { awsSessionToken: "a-secret", awsAccessKeyId: "AKIDEXAMPLE" }, code: "CONFIG_INCOMPLETE_KEYS" },
    { fields: { credentials: {} }, code: "CONFIG_INVALID_CREDENTIALS" },
    { fields: { credentials: { accessKeyId: "AKIDEXAMPLE" } }, code: "CONFIG_INVALID_CREDENTIALS" },
    { fields: { credentials: "a-secret" }, code: "CONFIG_INVALID_CREDENTIALS" },
    { fields: { endpointUrl: "https://u:a-secret@gw.example" }, code: "CONFIG_INVALID_ENDPOINT" },
    { fields: { endpointHost: "https://gw.example" }, code: "CONFIG_INVALID_ENDPOINT" },
    { fields: { controlPlaneEndpointUrl: "gw.example" }, code: "CONFIG_INVALID_ENDPOINT" },
    { fields: { region: "fips-us-east-1", endpointUrl: "https://gw.example" }, code: "CONFIG_FIPS_WITH_ENDPOINT" },
    { fields: { timeout: -1 }, code: "CONFIG_INVALID_NUMBER" },
    { fields: { timeout: Number.NaN }, code: "CONFIG_INVALID_NUMBER" },
    { fields: { timeout: "5" }, code: "CONFIG_INVALID_NUMBER" },
    { fields: { maxRetries: Number.POSITIVE_INFINITY }, code: "CONFIG_INVALID_NUMBER" },
    { fields: { maxRetries: 1.5 }, code: "CONFIG_INVALID_NUMBER" },
    { fields: { transport: "http3" }, code: "CONFIG_INVALID_OPTION" },
    { fields: { retryMode: "legacy" }, code: "CONFIG_INVALID_OPTION" },
    { fields: { regionName: 7 }, code: "CONFIG_INVALID_OPTION" },
    { fields: { config: "a-secret" }, code: "CONFIG_INVALID_OPTION" },
    { fields: { client: { send: 1 } }, code: "CONFIG_INVALID_OPTION" },
    { fields: { ...keys, accessKeyId: "AKIDOTHER" }, code: "CONFIG_CONFLICTING_OPTIONS" },
    { fields: { apiKey: "a-secret", bedrockApiKey: "other" }, code: "CONFIG_CONFLICTING_OPTIONS" },
    { fields: { region: "us-east-1", region_name: "us-east-2" }, code: "CONFIG_CONFLICTING_OPTIONS" },
    { fields: { endpointUrl: "https://a.example", endpointHost: "b.example" }, code: "CONFIG_CONFLICTING_OPTIONS" },
  ])("$fields: $code, with no value quoted", ({ fields, code }) => {
    expect(() => take(fields)).toThrow(expect.objectContaining({ name: "AwsConfigurationError", code }));
    expect(() => take(fields)).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/a-secret|AKID|other|us-east-2/) }),
    );
  });

  test("an explicit token where the service takes none", () => {
    expect(() => take({ apiKey: "t" }, "kendra")).toThrow(
      expect.objectContaining({ code: "CONFIG_UNSUPPORTED_API_KEY" }),
    );
  });

  test("two spellings with different values are both named", () => {
    expect(() => take({ region: "us-east-1", regionName: "us-west-2" })).toThrow(/"region" and "regionName"/);
  });
});

describe("options that are accepted", () => {
  test("in two spellings with one value", () => {
    expect(take({ region: "us-east-1", region_name: "us-east-1" }).options.region).toBe("us-east-1");
    expect(take({ endpointUrl: "https://a.example/", endpointHost: "a.example" }).options.endpointUrl).toBe(
      "https://a.example",
    );
  });

  test("as Python spells them", () => {
    const python = {
      region_name: "us-east-1",
      credentials_profile_name: "p1",
      endpoint_url: "https://gw.example",
      max_retries: 2,
      aws_access_key_id: "AKIDEXAMPLE",
      aws_secret_access_key: "s",
      aws_session_token: "t",
      bedrock_api_key: "b",
      temperature: 0.5,
    };
    const { options, rest, marks } = take(python);
    expect({ ...marks, rest }).toEqual({
      regionName: "us-east-1",
      credentialsProfileName: "p1",
      endpointUrl: "https://gw.example",
      maxRetries: 2,
      awsAccessKeyId: "[secret]",
      awsSecretAccessKey: "[secret]",
      awsSessionToken: "[secret]",
      apiKey: "[secret]",
      rest: { temperature: 0.5 },
    });
    expect(options.secrets).toEqual(["b", "AKIDEXAMPLE", "s", "t"]);
  });

  test("a blank token counts as not passed", () => {
    expect(take({ apiKey: "  " }).marks).toEqual({});
  });

  test("a profile that is no string is another option of the same name, and left alone", () => {
    const capabilities = { maxInputTokens: 200_000 };
    const { options, rest } = take({ profile: capabilities });
    expect([options.profile, rest]).toEqual([undefined, { profile: capabilities }]);
  });

  test("a surface's own aliases count when they are strings", () => {
    const settings = { service: "kendra", stringAliases: { kendraRegion: "regionName" } } as const;
    expect(takeAwsFields({ kendraRegion: "eu-west-1" }, settings).options.region).toBe("eu-west-1");
    expect(takeAwsFields({ kendraRegion: 1 }, settings).rest).toEqual({ kendraRegion: 1 });
  });

  test("a surface's own names of the client, and Python's of them", () => {
    const client = { send: () => undefined };
    const settings = { service: "kendra", clientAliases: ["kendraClient"] } as const;
    for (const fields of [{ kendraClient: client }, { kendra_client: client }, { client, kendraClient: client }]) {
      const { options, rest } = takeAwsFields(fields, settings);
      expect([options.hasInjectedClient, rest]).toEqual([true, {}]);
    }
    expect(takeAwsFields({ kendraClient: null }, settings).options.hasInjectedClient).toBe(false);
    const other = { client, kendra_client: { send: () => undefined } };
    expect(() => takeAwsFields(other, settings)).toThrow(/"client" and "kendra_client"/);
  });

  test("a surface's default of `timeout`, unless somebody else decides how long to wait", () => {
    const client = { send: () => undefined };
    const timeoutOf = (fields: object): number | undefined =>
      takeAwsFields(fields, { service: "kendra", defaultTimeout: 7 }).options.timeout;
    expect(
      [{}, { timeout: null }, { client: undefined }, { config: { requestHandler: undefined } }].map(timeoutOf),
    ).toEqual([7, 7, 7, 7]);
    expect([{ timeout: 0 }, { client }, { client_config: { requestHandler: {} } }].map(timeoutOf)).toEqual([
      0,
      undefined,
      undefined,
    ]);
  });

  test("a profile beats keys beside it, with one warning", () => {
    const fields = { profile: "p1", awsAccessKeyId: "AKIDEXAMPLE", awsSecretAccessKey: "s" };
    take(fields);
    take(fields);
    expect(warnings.texts).toEqual(["[langchain-aws] A profile was passed, so the access keys beside it are ignored."]);
  });

  test("no options at all", () => {
    expect(takeAwsFields(undefined, { service: "bedrock" })).toMatchObject({ rest: {}, marks: {} });
  });
});

describe("for every set of fields", () => {
  const names = ["temperature", "model", "region", "regionName", "maxRetries", "timeout", "profile", "verbose", "tags"];
  const values = fc.oneof(fc.constant("us-east-1"), fc.nat(9), fc.constant(undefined), fc.constant(null), fc.boolean());
  const anyFields = fc.dictionary(fc.constantFrom(...names), values);

  /** The rest, or the name of the error. */
  const outcome = (fields: object): unknown => {
    try {
      return take(fields).rest;
    } catch (error) {
      return error instanceof Error ? error.name : error;
    }
  };

  test("the argument stays as it was, frozen or not, and what is not ours comes back untouched", () => {
    fc.assert(
      fc.property(anyFields, (fields) => {
        const before = structuredClone(fields);
        const own = ["temperature", "model", "verbose", "tags"].filter((name) => name in fields);
        // Another option of the same name, unless it is a string.
        const foreign = ["profile", "region"].filter(
          (name) => !["string", "undefined"].includes(typeof (fields[name] ?? undefined)),
        );
        const names = [...own, ...foreign];
        const rest = Object.fromEntries(names.map((name) => [name, fields[name]]));
        expect([rest, "AwsConfigurationError"]).toContainEqual(outcome(Object.freeze(fields)));
        expect(fields).toEqual(before);
      }),
    );
  });

  test("a secret shows in no part of the result that may be printed", () => {
    const secret = fc
      .string({ minLength: 8, maxLength: 40 })
      .filter((text) => text.trim() === text && text.length >= 8);
    fc.assert(
      fc.property(secret, secret, (awsSecretAccessKey, awsSessionToken) => {
        const fields = { awsAccessKeyId: "AKIDEXAMPLE", awsSecretAccessKey, awsSessionToken };
        const { options, rest, marks } = take(fields);
        expect([JSON.stringify([options, rest, marks]), Object.entries(options)]).toEqual([
          JSON.stringify([
            { hasInjectedClient: false },
            {},
            { awsAccessKeyId: "[secret]", awsSecretAccessKey: "[secret]", awsSessionToken: "[secret]" },
          ]),
          [["hasInjectedClient", false]],
        ]);
        expect(options.secrets).toEqual(["AKIDEXAMPLE", awsSecretAccessKey, awsSessionToken]);
      }),
    );
  });
});
