import { describe, expect, it } from "vitest";

import { ServiceError } from "../operation.ts";
import { canonicalPath, canonicalQuery, deriveSigningKey, sha256Hex } from "./canonical-request.ts";
import { SignatureVerifier, type SignedRequest } from "./sigv4.ts";

// The credentials, moment and signatures of AWS's Signature Version 4 test suite.
const secretAccessKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const clock = (): number => Date.parse("2015-08-30T12:36:00Z");

function createVerifier(
  service: string,
): (request: Partial<SignedRequest> & { body?: string }, signature: string, names: string) => string {
  const verifier = new SignatureVerifier({
    keys: { AKIDEXAMPLE: { secretAccessKey } },
    regions: ["us-east-1"],
    skewSeconds: 300,
    clock,
  });
  return ({ body = "", ...request }, signature, names) => {
    const signed: SignedRequest = {
      method: "GET",
      path: "/",
      rawQuery: "",
      authority: "example.amazonaws.com",
      bodyHash: () => sha256Hex(body),
      ...request,
      headers: { "x-amz-date": "20150830T123600Z", ...request.headers },
    };
    const scope = `AKIDEXAMPLE/20150830/us-east-1/${service}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${names}, Signature=${signature}`;
    return verifier.verify(signed, authorization, service).accessKeyId;
  };
}

describe("SignatureVerifier, on AWS's test suite", () => {
  const verify = createVerifier("service");
  const form = { "content-type": "application/x-www-form-urlencoded" };

  it.each([
    ["get-vanilla", {}, "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
    [
      "get-vanilla-query-order-key-case",
      { rawQuery: "Param2=value2&Param1=value1" },
      "host;x-amz-date",
      "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    ],
    [
      "get-vanilla-empty-query-key",
      { rawQuery: "Param1=value1" },
      "host;x-amz-date",
      "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb",
    ],
    [
      "get-vanilla-utf8-query",
      { rawQuery: "%E1%88%B4=bar" },
      "host;x-amz-date",
      "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
    ],
    [
      "get-unreserved",
      { path: "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" },
      "host;x-amz-date",
      "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
    ],
    ["get-utf8", { path: "/ሴ" }, "host;x-amz-date", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"],
    [
      "get-relative",
      { path: "/example/.." },
      "host;x-amz-date",
      "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    ],
    [
      "get-slashes",
      { path: "//" },
      "host;x-amz-date",
      "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    ],
    [
      "get-header-value-trim",
      { headers: { "my-header1": " value1", "my-header2": ' "a   b   c"' } },
      "host;my-header1;my-header2;x-amz-date",
      "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
    ],
    [
      "get-header-key-duplicate",
      { headers: { "my-header1": "value2,value2,value1" } },
      "host;my-header1;x-amz-date",
      "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
    ],
    [
      "get-vanilla with a payload hash",
      { headers: { "x-amz-content-sha256": sha256Hex("") } },
      "host;x-amz-content-sha256;x-amz-date",
      "726c5c4879a6b4ccbbd3b24edbd6b8826d34f87450fbbf4e85546fc7ba9c1642",
    ],
    [
      "post-vanilla",
      { method: "POST" },
      "host;x-amz-date",
      "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    ],
    [
      "post-vanilla-query",
      { method: "POST", rawQuery: "Param1=value1" },
      "host;x-amz-date",
      "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11",
    ],
    [
      "post-x-www-form-urlencoded",
      { method: "POST", headers: form, body: "Param1=value1" },
      "content-type;host;x-amz-date",
      "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
    ],
  ])("accepts the signature of %s", (_name, request, names, signature) => {
    expect(verify(request, signature, names)).toBe("AKIDEXAMPLE");
    expect(() =>
      verify(
        request,
        signature.replace(/^./, (digit) => (digit === "0" ? "1" : "0")),
        names,
      ),
    ).toThrow(ServiceError);
  });

  it("derives the signing key and accepts the signature of the documentation's ListUsers example", () => {
    const scope = { date: "20150830", region: "us-east-1", service: "iam" };
    expect(deriveSigningKey(secretAccessKey, scope).toString("hex")).toBe(
      "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9",
    );
    const request = {
      authority: "iam.amazonaws.com",
      rawQuery: "Action=ListUsers&Version=2010-05-08",
      headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    };
    const signature = "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";
    expect(createVerifier("iam")(request, signature, "content-type;host;x-amz-date")).toBe("AKIDEXAMPLE");
  });
});

describe("canonicalPath", () => {
  it.each([
    ["", "/"],
    ["/", "/"],
    ["/./", "/"],
    ["//example//", "/example/"],
    ["/a/../b", "/b"],
    ["/model/arn%3Aaws%3Abedrock%2Fx/converse", "/model/arn%253Aaws%253Abedrock%252Fx/converse"],
    ["/model/a:b/converse", "/model/a%3Ab/converse"],
  ])("turns %s into %s", (path, expected) => {
    expect(canonicalPath(path)).toBe(expected);
  });
});

describe("canonicalQuery", () => {
  it.each([
    ["", ""],
    ["b=2&a=1", "a=1&b=2"],
    ["a=2&a=1&A=3", "A=3&a=1&a=2"],
    ["a", "a="],
    ["a=%C3%BC%20x", "a=%C3%BC%20x"],
    ["a=x/y:z", "a=x%2Fy%3Az"],
    ["a=100%", "a=100%25"],
    ["a=!*'()", "a=%21%2A%27%28%29"],
  ])("turns %s into %s", (query, expected) => {
    expect(canonicalQuery(query)).toBe(expected);
  });
});
