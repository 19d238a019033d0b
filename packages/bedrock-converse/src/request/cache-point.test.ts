import { HumanMessage } from "@langchain/core/messages";
import { describe, expect, it } from "vitest";
import { build, models } from "../../test/build.ts";
import { ChatBedrockConverse } from "../chat-bedrock-converse.ts";

const point = ChatBedrockConverse.createCachePoint();
const lasting = ChatBedrockConverse.create_cache_point("default", { ttl: "1h" });

describe("createCachePoint", () => {
  it("[85] gives exactly what Converse takes", () => {
    expect(point).toStrictEqual({ cachePoint: { type: "default" } });
    expect(JSON.stringify(point)).toBe('{"cachePoint":{"type":"default"}}');
    expect({ ...lasting }).toStrictEqual({ cachePoint: { type: "default", ttl: "1h" } });
  });

  it("[85] fits into content, system text and tools, without a cast", () => {
    const messages = [new HumanMessage({ content: [{ type: "text", text: "a" }, point] })];
    const fields = { model: models.claude, system: ["x", lasting] };
    const request = build(messages, fields, { tools: [{ toolSpec: { name: "f" } }, point] });
    expect(request).toMatchObject({
      system: [{ text: "x" }, { cachePoint: { type: "default", ttl: "1h" } }],
      messages: [{ role: "user", content: [{ text: "a" }, { cachePoint: { type: "default" } }] }],
      toolConfig: { tools: [{ toolSpec: { name: "f" } }, { cachePoint: { type: "default" } }] },
    });
  });
});
