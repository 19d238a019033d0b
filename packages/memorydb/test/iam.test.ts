import { describe, expect, test } from "vitest";
import { memoryDBIamCredentials } from "../src/index.ts";

const settings = {
  userName: "app-user",
  clusterName: "my-cluster",
  region: "us-east-1",
  credentials: { accessKeyId: "AKID", secretAccessKey: "SECRET", sessionToken: "TOK" },
  date: new Date("2026-01-02T03:04:05Z"),
};

describe("memoryDBIamCredentials", () => {
  test("[5] reproduces the known token", async () => {
    const { username, password } = await memoryDBIamCredentials(settings);
    expect(username).toBe("app-user");
    const [target, query] = password.split("?");
    expect(target).toBe("my-cluster/");
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
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

  test("names a serverless cache of ElastiCache as such", async () => {
    const { password } = await memoryDBIamCredentials({ ...settings, service: "elasticache", serverless: true });
    expect(password).toContain("ResourceType=ServerlessCache");
    expect(password).toContain(encodeURIComponent("/elasticache/"));
  });

  test("asks a provider anew when its credentials are about to expire", async () => {
    let asked = 0;
    const credentials = async (): Promise<typeof settings.credentials & { expiration: Date }> => {
      asked += 1;
      return { ...settings.credentials, sessionToken: `T${asked}`, expiration: new Date(Date.now() + 60_000) };
    };
    const first = await memoryDBIamCredentials({ ...settings, credentials });
    const second = await memoryDBIamCredentials({ ...settings, credentials });
    expect(first.password).not.toBe(second.password);
  });
});
