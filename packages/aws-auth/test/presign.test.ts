import { describe, expect, test } from "vitest";
import { presignHttpRequest } from "../src/sign.ts";

const input = {
  method: "get",
  url: "http://my-cluster/?Action=connect&User=app-user",
  service: "memorydb",
  region: "us-east-1",
  credentials: { accessKeyId: "AKID", secretAccessKey: "SECRET", sessionToken: "TOK" },
  date: new Date("2026-01-02T03:04:05Z"),
  expiresInSeconds: 900,
};

describe("presignHttpRequest", () => {
  test("signs the query of a request, as MemoryDB wants it", async () => {
    const url = new URL(await presignHttpRequest(input));
    expect(`${url.origin}${url.pathname}`).toBe("http://my-cluster/");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      Action: "connect",
      User: "app-user",
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": "AKID/20260102/us-east-1/memorydb/aws4_request",
      "X-Amz-Date": "20260102T030405Z",
      "X-Amz-Expires": "900",
      "X-Amz-Security-Token": "TOK",
      "X-Amz-Signature": "695d5d0f52f47bd2a83a118c0f3cd22f19ca1637d70467683390384e3a97c054",
      "X-Amz-SignedHeaders": "host",
    });
  });

  test("takes a provider, and encodes as signatures are made", async () => {
    const url = await presignHttpRequest({
      ...input,
      url: "http://c/?User=a%20b!",
      credentials: async () => input.credentials,
    });
    expect(url).toContain("User=a%20b%21");
  });
});
