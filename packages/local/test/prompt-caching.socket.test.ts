import {
  ConverseCommand,
  type ConverseCommandInput,
  type ConverseCommandOutput,
} from "@aws-sdk/client-bedrock-runtime";
import { describe, expect, it } from "vitest";

import { useLocalAws } from "../src/vitest.ts";
import { ask, claude, createClient } from "./bedrock-runtime.ts";

let now = Date.UTC(2025, 0, 1);
// The client signs by its own clock.
const aws = useLocalAws({ clock: () => now, auth: { mode: "off" } });

const send = (input: Partial<ConverseCommandInput>): Promise<ConverseCommandOutput> =>
  createClient(aws).send(new ConverseCommand({ modelId: claude, messages: ask("Hello"), ...input }));

describe("prompt caching", () => {
  const cachePoint = { cachePoint: { type: "default" as const } };
  const long = "A long text about caching. ".repeat(300);
  const cacheUse = async (input: Partial<ConverseCommandInput>): Promise<(number | undefined)[]> => {
    const { usage } = await send(input);
    return [usage?.cacheReadInputTokens, usage?.cacheWriteInputTokens];
  };

  it("[35] writes first, reads within the time to live, and forgets after it", async () => {
    const input = { system: [{ text: long }, cachePoint], messages: ask("Hello") };
    const { usage } = await send(input);
    const { cacheWriteInputTokens: written = 0, inputTokens = 0, totalTokens, outputTokens = 0 } = usage ?? {};
    expect(written).toBe(Math.ceil(long.length / 4));
    expect(usage).toMatchObject({ cacheReadInputTokens: 0, cacheDetails: [{ ttl: "5m", inputTokens: written }] });
    expect(totalTokens).toBe(inputTokens + written + outputTokens);

    now += 4 * 60_000;
    expect(await cacheUse(input)).toEqual([written, 0]);
    now += 4 * 60_000;
    expect(await cacheUse(input)).toEqual([written, 0]);
    now += 5 * 60_000;
    expect(await cacheUse(input)).toEqual([0, written]);
  });

  it("[35] caches nothing below the model's minimum", async () => {
    const input = { system: [{ text: "Short." }, cachePoint] };
    expect([await cacheUse(input), await cacheUse(input)]).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it("[35] keeps a prefix for an hour when asked", async () => {
    const input = { system: [{ text: long }, { cachePoint: { type: "default" as const, ttl: "1h" as const } }] };
    const [, written] = await cacheUse(input);
    now += 59 * 60_000;
    expect(await cacheUse(input)).toEqual([written, 0]);
  });

  it("reads the prefix of the turn before when the cache point moves on", async () => {
    const first = { role: "user" as const, content: [{ text: long }, cachePoint] };
    const [, written = 0] = await cacheUse({ messages: [first] });
    const moved = [
      { role: "user" as const, content: [{ text: long }] },
      { role: "assistant" as const, content: [{ text: "Yes" }] },
      { role: "user" as const, content: [{ text: "And then?" }, cachePoint] },
    ];
    const [read = 0, more = 0] = await cacheUse({ messages: moved });
    expect(read).toBe(written);
    expect(more).toBeGreaterThan(0);
  });

  it("forgets everything on reset", async () => {
    const input = { system: [{ text: long }, cachePoint] };
    const [, written] = await cacheUse(input);
    aws.reset();
    expect(await cacheUse(input)).toEqual([0, written]);
  });
});
