import * as sdk from "@aws-sdk/client-bedrock-runtime";
import { createCaller } from "@langchain-aws/core";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { afterEach, describe, expect, test } from "vitest";
import { disposeAllClients, ServiceClient, type ServiceClientSettings, takeAwsFields } from "../src/index.ts";
import { localFields } from "./support/local-fields.ts";
import { RecordingHandler } from "./support/recording-handler.ts";

const aws = useLocalAws();

afterEach(disposeAllClients);

const input = { modelId: "amazon.nova-lite-v1:0", messages: [{ role: "user" as const, content: [{ text: "Hi" }] }] };

function connect(fields: object = {}, settings: Partial<ServiceClientSettings<typeof sdk>> = {}) {
  const loads: string[] = [];
  const client = new ServiceClient<typeof sdk>({
    service: "bedrock-runtime",
    options: takeAwsFields({ ...localFields(aws), ...fields }, { service: "bedrock-runtime" }).options,
    userAgent: ["@langchain-aws/aws-auth", "0.0.0"],
    load: async () => {
      loads.push("sdk");
      return sdk;
    },
    create: ({ BedrockRuntimeClient }, config) => new BedrockRuntimeClient(config),
    ...settings,
  });
  const converse = (signal?: AbortSignal): Promise<sdk.ConverseCommandOutput> =>
    client.send("Converse", ({ ConverseCommand }) => new ConverseCommand(input), {
      signal,
      texts: () => ["the question", undefined],
    });
  return { client, converse, loads };
}

describe("a service client", () => {
  test("loads nothing before the first command, and sends as who it is", async () => {
    const { client, converse, loads } = connect();
    expect(loads).toEqual([]);
    expect((await converse()).stopReason).toBe("end_turn");
    expect(await client.region()).toBe(aws.region);
    expect(aws.lastRequest()?.headers["user-agent"]).toContain("langchain-aws");
  });

  test("sends as many commands at a time as its caller says", async () => {
    const peakOf = async (settings: Partial<ServiceClientSettings<typeof sdk>>): Promise<number> => {
      let inFlight = 0;
      let peak = 0;
      const requestHandler = new RecordingHandler(async () => {
        inFlight += 1;
        peak = Math.max(peak, inFlight);
        await new Promise(setImmediate);
        inFlight -= 1;
        return {};
      });
      const { converse } = connect({ config: { requestHandler } }, settings);
      await Promise.all([converse(), converse(), converse()]);
      expect(requestHandler.requests).toHaveLength(3);
      return peak;
    };
    expect(await peakOf({})).toBe(3);
    expect(await peakOf({ caller: createCaller({ maxConcurrency: 1 }) })).toBe(1);
  });

  test("sends nothing for a signal that is aborted", async () => {
    const { converse, loads } = connect();
    const reason = new Error("enough");
    await expect(converse(AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(loads).toEqual([]);
  });

  test("says in an error what was asked, and what the operation's hints advise", async () => {
    const error = { status: 400, type: "ValidationException", message: "no: the question" };
    aws.faults.add({ match: { operation: "Converse" }, do: { error } });
    const hints: ServiceClientSettings<typeof sdk>["hints"] = (operation) => [
      { when: /no/, hint: `Mend ${operation}.` },
    ];
    const failed = connect({ maxRetries: 0 }, { hints, model: input.modelId }).converse();
    await expect(failed).rejects.toMatchObject({
      operation: "Converse",
      message: expect.stringMatching(/Mend Converse\.$/),
    });
    await expect(failed).rejects.toMatchObject({ message: expect.not.stringContaining("the question") });
  });

  test("waits as long as `timeout` says for an injected client, too", async () => {
    aws.faults.add({ match: { operation: "Converse" }, do: { hang: true } });
    const injected = new sdk.BedrockRuntimeClient({
      region: aws.region,
      credentials: aws.credentials,
      endpoint: aws.url,
      maxAttempts: 1,
    });
    const options = { client: injected, timeout: 50 };
    const { options: taken } = takeAwsFields(options, { service: "bedrock-runtime" });
    await expect(connect({}, { options: taken }).converse()).rejects.toMatchObject({
      name: "BedrockModelTimeoutError",
    });
    injected.destroy();
  });
});
