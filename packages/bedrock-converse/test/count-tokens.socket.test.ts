import { BedrockRuntimeClient, type CountTokensCommand } from "@aws-sdk/client-bedrock-runtime";
import { resetWarnings } from "@langchain-aws/core";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { HumanMessage, SystemMessage } from "@langchain/core/messages";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { forgetRefusals } from "../src/count-tokens.ts";
import { ChatBedrockConverse } from "../src/index.ts";
import { models } from "./build.ts";
import { connect } from "./connect.ts";

const aws = useLocalAws({
  auth: {
    keys: {
      AKIALOCAL: { secretAccessKey: "local" },
      AKIANOCOUNT: { secretAccessKey: "local", allow: ["bedrock:InvokeModel"] },
    },
  },
});

const messages = [new SystemMessage("Be brief."), new HumanMessage("How warm is it in Rome?")];
const weather = {
  name: "weather",
  description: "The weather in a city",
  schema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};
const countRequests = () => aws.requests({ operation: "CountTokens" });

beforeEach(() => {
  forgetRefusals();
  resetWarnings();
});

describe("counting tokens", () => {
  test("[89] asks the foundation model, with system text and tools, and agrees with the usage of the request", async () => {
    const model = connect(aws, { additionalModelRequestFields: { top_k: 5 } });
    const counted = await model.getNumTokensFromMessages(messages, { tools: [weather] });
    expect(countRequests()).toMatchObject([{ model: models.claude.replace("us.", ""), status: 200 }]);
    expect(aws.lastRequest()?.body).toMatchObject({
      input: {
        converse: {
          system: [{ text: "Be brief." }],
          messages: [{ role: "user", content: [{ text: "How warm is it in Rome?" }] }],
          toolConfig: { tools: [{ toolSpec: { name: "weather" } }] },
          additionalModelRequestFields: { top_k: 5 },
        },
      },
    });
    aws.chat.script([{ text: "Warm." }]);
    const { usage_metadata } = await model.bindTools([weather]).invoke(messages);
    expect(counted).toBe(usage_metadata?.input_tokens);
  });

  test("[89] estimates where the caller may not count, warns once and does not ask again", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const model = connect(aws, { credentials: { accessKeyId: "AKIANOCOUNT", secretAccessKey: "local" } });
    const first = await model.getNumTokensFromMessages(messages);
    const second = await connect(aws, {
      credentials: { accessKeyId: "AKIANOCOUNT", secretAccessKey: "local" },
    }).getNumTokensFromMessages(messages);
    expect(countRequests().map(({ status }) => status)).toEqual([403]);
    expect([first, second]).toEqual([first, first]);
    expect(first).toBe(4 + Math.ceil("How warm is it in Rome?text".length / 4) + Math.ceil("Be brief.text".length / 4));
    expect(warn).toHaveBeenCalledTimes(1);
    expect(String(warn.mock.calls[0])).toContain("bedrock:CountTokens");
    // Another caller may count.
    await connect(aws).getNumTokensFromMessages(messages);
    expect(countRequests().map(({ status }) => status)).toEqual([403, 200]);
    warn.mockRestore();
  });

  test("asks through a client of the caller's, whatever is known of it", async () => {
    const { region, credentials, url: endpoint } = aws;
    const client = new BedrockRuntimeClient({ region, credentials, endpoint });
    const relay = { send: async (command: CountTokensCommand) => client.send(command) };
    // @ts-expect-error -- a relay is no whole client
    const model = new ChatBedrockConverse({ model: models.claude, client: relay });
    expect(await model.getNumTokensFromMessages(messages)).toBe(await connect(aws).getNumTokensFromMessages(messages));
    client.destroy();
  });

  test("estimates where there is no region to ask in", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    for (const name of ["AWS_REGION", "AWS_DEFAULT_REGION", "BEDROCK_AWS_REGION"]) vi.stubEnv(name, "");
    vi.stubEnv("AWS_CONFIG_FILE", "/does-not-exist");
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/does-not-exist");
    const model = new ChatBedrockConverse({ model: models.claude, endpointUrl: aws.url });
    expect(await model.getNumTokensFromMessages(messages)).toBeGreaterThan(0);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(aws.requests()).toEqual([]);
    vi.unstubAllEnvs();
    warn.mockRestore();
  });

  test("asks again after a failure that says nothing about the model", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    aws.faults.add({ match: { operation: "CountTokens" }, when: { times: 1 }, do: { unavailable: true } });
    const model = connect(aws);
    expect(await model.getNumTokensFromMessages(messages)).toBeGreaterThan(0);
    await model.getNumTokensFromMessages(messages);
    expect(countRequests().map(({ status }) => status)).toEqual([503, 200]);
    warn.mockRestore();
  });

  test("estimates for families the service does not count for, images and tools included, without asking", async () => {
    const model = connect(aws, { model: models.nova });
    const plain = await model.getNumTokensFromMessages(messages);
    const withTool = await model.getNumTokensFromMessages(messages, { tools: [weather] });
    const picture = { type: "image_url" as const, image_url: { url: "data:image/png;base64,eA==" } };
    const withImage = await model.getNumTokensFromMessages([new HumanMessage({ content: [picture] })]);
    expect(withTool).toBeGreaterThan(plain);
    expect(withImage).toBeGreaterThan(1_000);
    expect(aws.requests()).toEqual([]);
  });

  test("refuses what Converse cannot take instead of guessing", async () => {
    const odd = new HumanMessage({ content: [{ type: "weird" }] });
    await expect(connect(aws).getNumTokensFromMessages([odd])).rejects.toMatchObject({ name: "AwsConfigurationError" });
    expect(aws.requests()).toEqual([]);
  });

  test("[89] counts a text offline", async () => {
    const offline = new ChatBedrockConverse({ model: models.claude, endpointUrl: "http://127.0.0.1:1" });
    expect(await offline.getNumTokens("twelve chars")).toBe(3);
    expect(await offline.getNumTokens([{ type: "text", text: "four" }])).toBe(1);
  });
});
