import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ClientRegistry } from "../src/client-registry.ts";
import { createClientSource, disposeAllClients, sharedClientCount, takeAwsFields } from "../src/index.ts";
import { profileP1, useAwsFiles } from "./support/aws-files.ts";
import { RecordingHandler } from "./support/recording-handler.ts";
import { TinyChat } from "./support/tiny-chat.ts";
import { collectWarnings } from "./support/warnings.ts";

const warnings = collectWarnings();

afterEach(async () => {
  vi.unstubAllEnvs();
  await disposeAllClients();
});

const region = "us-east-1";
const keys = { awsAccessKeyId: "AKIDEXPLICIT", awsSecretAccessKey: "explicit-secret" };

describe("clients", () => {
  test("[26] are one for a hundred models with equal options, and two with another profile", async () => {
    useAwsFiles(profileP1);
    const models = Array.from({ length: 100 }, () => new TinyChat({ region, profile: "p1" }));
    expect(sharedClientCount()).toBe(0);
    expect(new Set(await Promise.all(models.map((model) => model.client()))).size).toBe(1);
    expect(sharedClientCount()).toBe(1);
    await new TinyChat({ region, profile: "p2" }).client();
    expect(sharedClientCount()).toBe(2);
  });

  test.each([
    { name: "region", fields: { ...keys, region: "us-west-2" } },
    { name: "key", fields: { ...keys, awsAccessKeyId: "AKIDOTHER" } },
    { name: "secret", fields: { ...keys, awsSecretAccessKey: "other" } },
    { name: "session token", fields: { ...keys, awsSessionToken: "token" } },
    { name: "bearer token", fields: { apiKey: "token" } },
    { name: "credential function", fields: { credentials: async () => ({ accessKeyId: "a", secretAccessKey: "b" }) } },
    { name: "endpoint", fields: { ...keys, endpointUrl: "https://gw.example" } },
    { name: "timeout", fields: { ...keys, timeout: 1000 } },
    { name: "number of retries", fields: { ...keys, maxRetries: 0 } },
    { name: "transport", fields: { ...keys, transport: "http2" as const } },
    { name: "config object", fields: { ...keys, config: {} } },
  ])("are not shared across another $name", async ({ fields }) => {
    const [one, other] = [new TinyChat({ region, ...keys }), new TinyChat({ region, ...fields })];
    expect(await one.client()).not.toBe(await other.client());
  });

  test("are not shared across files that a profile is read from, or ways to assume its role", async () => {
    const folder = useAwsFiles(profileP1);
    const profile = { region, profile: "p1" };
    const mine = { ...profile, filepath: join(folder, "mine") };
    writeFileSync(mine.filepath, profileP1.credentials.replaceAll("AKIDPROFILE1", "AKIDMINE"));
    const assume = async () => ({ accessKeyId: "a", secretAccessKey: "b" });
    const clients = await Promise.all(
      [profile, mine, { ...profile, roleAssumer: assume }, mine].map((fields) => new TinyChat(fields).client()),
    );
    expect(new Set(clients).size).toBe(3);
    expect(clients[3]).toBe(clients[1]);
    expect(await clients[1]?.config.credentials()).toMatchObject({ accessKeyId: "AKIDMINE" });
  });

  test("are built again after a failure, and after they were given up", async () => {
    const { options } = takeAwsFields({ region, ...keys }, { service: "bedrock-runtime" });
    let built = 0;
    const source = createClientSource({
      service: "bedrock-runtime",
      options,
      userAgent: ["x", "1"],
      create: (config) => {
        built += 1;
        if (built === 1) throw new Error("first time");
        return new BedrockRuntimeClient(config);
      },
    });
    await expect(source.get()).rejects.toThrow("first time");
    const client = await source.get();
    expect(await source.get()).toBe(client);
    await disposeAllClients();
    expect(await source.get()).not.toBe(client);
    expect(built).toBe(3);
  });

  test("end with the last model that gives them up", async () => {
    const models = [new TinyChat({ region, ...keys }), new TinyChat({ region, ...keys })];
    const [client] = await Promise.all(models.map((model) => model.client()));
    if (client === undefined) throw new Error("unreachable");
    const destroy = vi.spyOn(client, "destroy");
    await models[0]?.dispose();
    await models[0]?.dispose();
    expect(destroy).not.toHaveBeenCalled();
    await models[1]?.dispose();
    expect(destroy).toHaveBeenCalledOnce();
    expect(sharedClientCount()).toBe(0);
  });

  test("are asked for once by all who find theirs given up at the same time", async () => {
    const model = new TinyChat({ region, ...keys });
    await model.client();
    await disposeAllClients();
    const [client, same] = await Promise.all([model.client(), model.client(), model.client()]);
    expect(same).toBe(client);
    const destroy = vi.spyOn(client, "destroy");
    await model.dispose();
    expect(destroy).toHaveBeenCalledOnce();
  });

  test("a request handler of the caller's is not closed with them", async () => {
    const handler = new RecordingHandler();
    const model = new TinyChat({ region, ...keys, config: { requestHandler: handler } });
    await model.invoke("hello");
    await model.dispose();
    expect(handler.destroyed).toBe(0);
  });

  test("name the package in the user agent, after what the caller put there", async () => {
    const handler = new RecordingHandler();
    const config = { requestHandler: handler, customUserAgent: "my-app/1.0" };
    await new TinyChat({ region, ...keys, config }).invoke("hello");
    expect(handler.last.headers["user-agent"]).toMatch(/ my-app\/1\.0 langchain-aws-js\/1\.2\.3 md\/tiny-chat$/);
  });
});

describe("the registry", () => {
  const entryFor = (registry: ClientRegistry, key: string, destroyed: string[]) =>
    registry.acquire(key, undefined, async () => ({ send: () => undefined, destroy: () => destroyed.push(key) }));

  test("keeps a bounded number of clients and lets the longest unused idle one go", async () => {
    const destroyed: string[] = [];
    const registry = new ClientRegistry(2);
    const busy = entryFor(registry, "busy", destroyed);
    busy.inFlight = 1;
    const idle = entryFor(registry, "idle", destroyed);
    const used = entryFor(registry, "used", destroyed);
    await Promise.all([busy, idle, used].map((entry) => entry.client));
    await vi.waitFor(() => expect(destroyed).toEqual(["idle"]));
    expect([busy.retired, idle.retired, used.retired, registry.size]).toEqual([false, true, false, 2]);
  });

  test("grows past its bound rather than end a client that is in use", async () => {
    const destroyed: string[] = [];
    const registry = new ClientRegistry(1);
    const entries = ["a", "b", "c"].map((key) => {
      const entry = entryFor(registry, key, destroyed);
      entry.inFlight = 1;
      return entry;
    });
    await Promise.all(entries.map((entry) => entry.client));
    expect(registry.size).toBe(3);
    await registry.clear();
    expect(destroyed).toEqual([]);
  });
});

describe("an injected client", () => {
  test("[27] is shared untouched: its middleware is the same after calls, and it is never destroyed", async () => {
    const handler = new RecordingHandler();
    const client = new BedrockRuntimeClient({
      region,
      credentials: { accessKeyId: "AKIDINJECTED", secretAccessKey: "s" },
      requestHandler: handler,
    });
    const before = client.middlewareStack.identify();
    const destroy = vi.spyOn(client, "destroy");
    const models = [new TinyChat({ client }), new TinyChat({ client })];
    await Promise.all([...models, ...models].map((model) => model.invoke("hello", { maxRetries: 1, timeout: 1000 })));
    for (const model of models) await model.dispose();
    await disposeAllClients();
    expect(client.middlewareStack.identify()).toEqual(before);
    expect(destroy).not.toHaveBeenCalled();
    expect(handler.requests).toHaveLength(4);
    expect(handler.last.headers["user-agent"]).not.toContain("langchain-aws-js");
  });

  test("makes credentials and retries beside it useless, and says so once each", async () => {
    const client = new BedrockRuntimeClient({ region, requestHandler: new RecordingHandler() });
    for (let model = 0; model < 2; model += 1) void new TinyChat({ client, ...keys, maxRetries: 2 });
    expect(warnings.texts).toEqual([
      "[langchain-aws] A client was passed, so the credential options beside it are ignored.",
      "[langchain-aws] A client was passed and keeps its own retries, so maxRetries is ignored.",
    ]);
  });

  test("may be a double with send() alone", async () => {
    const double = {
      send: async () => ({ output: { message: { role: "assistant", content: [{ text: "double" }] } } }),
    };
    // @ts-expect-error -- a double in a test of the user's
    expect((await new TinyChat({ client: double }).invoke("hello")).text).toBe("double");
  });
});
