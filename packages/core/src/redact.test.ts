import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redact } from "./redact.ts";

const signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";

describe("redact", () => {
  const cases: { name: string; input: string; secrets?: string[]; expected: string }[] = [
    { name: "leaves an ordinary text alone", input: "Too many requests.", expected: "Too many requests." },
    {
      name: "masks a known secret wherever it stands",
      input: "hunter22 and again hunter22",
      secrets: ["hunter22"],
      expected: "[redacted] and again [redacted]",
    },
    {
      name: "masks a known secret that was percent-encoded",
      input: "proxy http://p%40ss%2Fword",
      secrets: ["p@ss/word"],
      expected: "proxy http://[redacted]",
    },
    {
      name: "masks a known secret that was escaped for JSON",
      input: String.raw`{"password":"a\"b\\cd"}`,
      secrets: ['a"b\\cd'],
      expected: '{"password":"[redacted]"}',
    },
    {
      name: "masks a long secret whole although a short one overlaps its start",
      input: "xabcdefghij",
      secrets: ["xabc", "abcdefghij"],
      expected: "[redacted]",
    },
    {
      name: "ignores known secrets too short to be one",
      input: "abc",
      secrets: ["abc", "", "   "],
      expected: "abc",
    },
    {
      name: "masks access key ids",
      input: "The key AKIAIOSFODNN7EXAMPLE and ASIAIOSFODNN7EXAMPLE.",
      expected: "The key [redacted] and [redacted].",
    },
    {
      name: "leaves the words that speak of bearer tokens",
      input: "The bearer token is no bearer key (a bearer token): Bearer token-1, bearer auth.",
      expected: "The bearer token is no bearer key (a bearer token): Bearer [redacted], bearer auth.",
    },
    {
      name: "masks bearer tokens",
      input: "Authorization failed for Bearer abc.def-ghi, sorry",
      expected: "Authorization failed for Bearer [redacted], sorry",
    },
    {
      name: "masks the value of an Authorization header",
      input: `authorization: AWS4-HMAC-SHA256 Credential=x/y, Signature=${signature}\nhost: example`,
      expected: "authorization: [redacted]\nhost: example",
    },
    {
      name: "masks the secret parameters of a presigned query",
      input: `https://h/?X-Amz-Date=1&X-Amz-Signature=${signature}&X-Amz-Security-Token=IQo%2Fb&a=b`,
      expected: "https://h/?X-Amz-Date=1&X-Amz-Signature=[redacted]&X-Amz-Security-Token=[redacted]&a=b",
    },
    {
      name: "masks the session token of a canonical request",
      input: "host:example\nx-amz-security-token:IQoJb3\n\nhost",
      expected: "host:example\nx-amz-security-token:[redacted]\n\nhost",
    },
    {
      name: "masks credentials by their field names",
      input: '{"SecretAccessKey":"wJalr/K7MDENG","sessionToken": "tok"} aws_secret_access_key = abc',
      expected: '{"SecretAccessKey":"[redacted]","sessionToken": "[redacted]"} aws_secret_access_key = [redacted]',
    },
    {
      name: "masks Bedrock API keys, long-term and short-term",
      input: "ABSKQmVkcm9ja0FQSUtleS0= bedrock-api-key-YmVkcm9jay5hbWF6b24=",
      expected: "[redacted] [redacted]",
    },
    {
      name: "masks the user and password of a URL",
      input: "via http://user:pa55@proxy.example:8080/",
      expected: "via http://[redacted]@proxy.example:8080/",
    },
    {
      name: "masks 100 characters of base64",
      input: `<${"aB3/".repeat(25)}==>`,
      expected: "<[redacted]>",
    },
    { name: "leaves 99 characters of base64", input: "x".repeat(99), expected: "x".repeat(99) },
    {
      name: "leaves a model ARN",
      input: "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0",
      expected: "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0",
    },
  ];

  it.each(cases)("$name", ({ input, secrets, expected }) => {
    expect(redact(input, secrets)).toBe(expected);
  });

  it("never lets a planted secret out, wherever and however often it is planted", () => {
    const secret = fc.string({ minLength: 12, maxLength: 60 }).filter((text) => text.trim().length >= 12);
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 3 }), fc.array(fc.string()), (secrets, parts) => {
        const text = [
          ...parts.flatMap((part, index) => [part, secrets[index % secrets.length] ?? ""]),
          ...secrets,
        ].join("");
        const result = redact(text, secrets);
        expect(secrets.filter((each) => result.includes(each))).toEqual([]);
      }),
    );
  });

  it("never lets a secret of a usual shape out, whatever stands around it", () => {
    const hex = fc.stringMatching(/^[0-9A-F]{16}$/);
    fc.assert(
      fc.property(hex, fc.string(), fc.string(), (tail, before, after) => {
        const result = redact(`${before}AKIA${tail}${after}`);
        expect(result).not.toContain(`AKIA${tail}`);
      }),
    );
  });

  it("is done once done", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = redact(text);
        expect(redact(once)).toBe(once);
      }),
    );
  });

  // Would take minutes, and so run out of time, if any pattern went back over what it has read.
  it.each([
    ["spaces", " ".repeat(200_000)],
    ["a header without a value", `Authorization:${" ".repeat(200_000)}`],
    ["a scheme without a token", `Bearer${" ".repeat(200_000)}`],
    ["starts of URLs", "://:".repeat(50_000)],
    ["starts of signatures", "Signature=".repeat(20_000)],
  ])("reads 200,000 characters of %s at once", (_name, hostile) => {
    expect(redact(hostile)).toBe(hostile);
  });
});
