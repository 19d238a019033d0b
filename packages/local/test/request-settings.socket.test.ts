import {
  ConverseCommand,
  type ConverseCommandInput,
  type ConverseCommandOutput,
  ConverseStreamCommand,
  type Message,
} from "@aws-sdk/client-bedrock-runtime";
import { Validator } from "@cfworker/json-schema";
import { describe, expect, it } from "vitest";

import { useLocalAws } from "../src/vitest.ts";
import { ask, claude, createClient, refusalOf } from "./bedrock-runtime.ts";

const aws = useLocalAws({
  models: { extra: [{ id: "anthropic.claude-next", inferenceTypes: ["ON_DEMAND"], lateSystemMessages: true }] },
});
type Input = Partial<ConverseCommandInput>;

const send = (input: Input): Promise<ConverseCommandOutput> =>
  createClient(aws).send(new ConverseCommand({ modelId: claude, messages: ask("Hello"), ...input }));
const refused = (input: Input): Promise<unknown> => refusalOf(send(input));
const validation = (message: string): unknown => ({ name: "ValidationException", message, status: 400 });
const fromModel = (message: string): unknown => validation(`The model returned the following errors: ${message}`);

const outputConfig = (schema: unknown): ConverseCommandInput["outputConfig"] => ({
  textFormat: {
    type: "json_schema",
    structure: { jsonSchema: { name: "answer", schema: typeof schema === "string" ? schema : JSON.stringify(schema) } },
  },
});
const closed = (properties: Record<string, unknown>): Record<string, unknown> => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const textOf = ({ output }: ConverseCommandOutput): string => output?.message?.content?.[0]?.text ?? "";

describe("outputConfig", () => {
  const schema = {
    ...closed({
      city: { type: "string" },
      rain: { $ref: "#/$defs/rain" },
      days: { type: "array", items: { type: "integer" } },
    }),
    $defs: { rain: closed({ likely: { type: "boolean" }, kind: { enum: ["drizzle", "shower"] } }) },
  };

  it("is answered by the rules with a value of the schema, in whole and in a stream", async () => {
    const input = { messages: ask("A shower in Paris on day 3"), outputConfig: outputConfig(schema) };
    const text = textOf(await send(input));
    expect(new Validator({ ...schema }).validate(JSON.parse(text))).toMatchObject({ valid: true });
    const { stream } = await createClient(aws).send(new ConverseStreamCommand({ modelId: claude, ...input }));
    let streamed = "";
    for await (const { contentBlockDelta } of stream ?? []) streamed += contentBlockDelta?.delta?.text ?? "";
    expect(streamed).toBe(text);
  });

  it("leaves scripts as they are, and takes an effort", async () => {
    aws.chat.script({ text: "as scripted" });
    expect(textOf(await send({ outputConfig: { ...outputConfig(schema), effort: "max" } }))).toBe("as scripted");
  });

  it.each<{ name: string; schema: unknown; found: string }>([
    {
      name: "bounds of a number",
      schema: closed({ a: { type: "number", minimum: 0, maximum: 1 } }),
      found: "For 'number' type, properties maximum, minimum are not supported",
    },
    {
      name: "multipleOf, deep inside",
      schema: { ...closed({ a: { $ref: "#/$defs/b" } }), $defs: { b: { type: ["integer", "null"], multipleOf: 2 } } },
      found: "For 'integer' type, property 'multipleOf' is not supported",
    },
    {
      name: "maxItems",
      schema: closed({ a: { anyOf: [{ type: "null" }, { type: "array", items: {}, maxItems: 3 }] } }),
      found: "For 'array' type, property 'maxItems' is not supported",
    },
    {
      name: "minItems over 1",
      schema: closed({ a: { type: "array", items: { type: "string" }, minItems: 2 } }),
      found: "For 'array' type, 'minItems' values other than 0 or 1 are not supported",
    },
    {
      name: "lengths of a text",
      schema: closed({ a: { type: "array", items: { type: "string", minLength: 1 } } }),
      found: "For 'string' type, property 'minLength' is not supported",
    },
    {
      name: "an open object",
      schema: closed({ a: { type: "object", properties: {} } }),
      found: "For 'object' type, 'additionalProperties' must be explicitly set to false",
    },
    {
      name: "a map",
      schema: closed({ a: { type: "object", additionalProperties: { type: "string" } } }),
      found:
        "For 'object' type, 'additionalProperties: object' is not supported. Please set 'additionalProperties' to false",
    },
  ])(
    "V52 refuses what no grammar holds, in an answer and in a strict tool: $name",
    async ({ schema: wrong, found }) => {
      expect(await refused({ outputConfig: outputConfig(wrong) })).toEqual(
        fromModel(`output_config.format.schema: ${found}`),
      );
      const tool = (strict: boolean): Input => ({
        toolConfig: { tools: [{ toolSpec: { name: "a", strict, inputSchema: { json: Object(wrong) } } }] },
      });
      expect(await refused(tool(true))).toEqual(fromModel(`tools.0.custom: ${found}`));
      expect((await send(tool(false))).stopReason).toBe("end_turn");
    },
  );

  it("V52 takes a schema that a grammar holds", async () => {
    const held = closed({ a: { type: "array", items: { type: "string", format: "date" }, minItems: 1 } });
    expect((await send({ outputConfig: outputConfig(held) })).stopReason).toBe("end_turn");
  });

  it.each<{ name: string; input: Input; expected: unknown }>([
    {
      name: "a text that is no JSON",
      input: { outputConfig: outputConfig("{") },
      expected: validation(
        "The value at outputConfig.textFormat.structure.jsonSchema.schema is not a valid JSON schema.",
      ),
    },
    {
      name: "a model that knows no schemas",
      input: { modelId: "us.anthropic.claude-3-haiku-20240307-v1:0", outputConfig: outputConfig(closed({})) },
      expected: validation(
        "This model doesn't support the outputConfig.textFormat field. Remove outputConfig.textFormat and try again.",
      ),
    },
    {
      name: "an unknown effort",
      input: { outputConfig: { effort: "most" } },
      expected: validation(
        "1 validation error detected: Value 'most' at 'outputConfig.effort' failed to satisfy constraint: Member must " +
          "satisfy enum value set: [low, medium, high, xhigh, max]",
      ),
    },
  ])("is refused for $name", async ({ input, expected }) => {
    expect(await refused(input)).toEqual(expected);
  });
});

describe("settings that an answer repeats", () => {
  const settings = { performanceConfig: { latency: "optimized" }, serviceTier: { type: "flex" } } as const;

  it("are in the answer and in the metadata of a stream", async () => {
    expect(await send(settings)).toMatchObject(settings);
    const { stream } = await createClient(aws).send(
      new ConverseStreamCommand({ modelId: claude, messages: ask("Hello"), ...settings }),
    );
    const metadata: unknown[] = [];
    for await (const event of stream ?? []) if (event.metadata) metadata.push(event.metadata);
    expect(metadata).toEqual([expect.objectContaining(settings)]);
    expect(Object.keys(await send({}))).not.toContain("serviceTier");
  });

  it("include the usage of the service's own tools and each count of the cache under two names, on the wire", async () => {
    await send({ messages: ask("Hello") });
    const response = await fetch(`${aws.url}/model/local.any/converse`, {
      method: "POST",
      headers: { authorization: "Bearer local-token" },
      body: JSON.stringify({ messages: ask("Hello") }),
    });
    expect(await response.json()).toMatchObject({
      usage: {
        inputTokens: expect.any(Number) as number,
        cacheReadInputTokens: 0,
        cacheReadInputTokenCount: 0,
        cacheWriteInputTokens: 0,
        cacheWriteInputTokenCount: 0,
        serverToolUsage: {},
      },
    });
  });

  it.each<{ name: string; input: Input; expected: unknown }>([
    {
      name: "a tier without its reservation",
      input: { serviceTier: { type: "reserved" } },
      expected: validation("Reservation not found."),
    },
    {
      name: "too much metadata",
      input: { requestMetadata: Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`key${index}`, "a"])) },
      expected: expect.objectContaining({ message: expect.stringContaining("'requestMetadata'") }),
    },
    {
      name: "a long value of metadata",
      input: { requestMetadata: { key: "a".repeat(257) } },
      expected: expect.objectContaining({ message: expect.stringContaining("'requestMetadata.key.member'") }),
    },
    {
      name: "a field path that is no pointer",
      input: { additionalModelResponseFieldPaths: ["/stop_sequence", "stop_sequence"] },
      expected: validation(
        "The value at additionalModelResponseFieldPaths.1 is not a valid JSON Pointer. Provide a valid JSON Pointer and try again.",
      ),
    },
  ])("are refused for $name", async ({ input, expected }) => {
    expect(await refused(input)).toEqual(expected);
  });

  it("name the stop sequence that was met, in whole and in a stream, and ignore fields that there are not", async () => {
    aws.chat.on(/.*/, { text: "one STOP two" });
    const input = {
      inferenceConfig: { stopSequences: ["STOP"] },
      additionalModelResponseFieldPaths: ["/stop_sequence", "/other"],
    };
    const answer = await send(input);
    expect([answer.stopReason, answer.additionalModelResponseFields]).toEqual([
      "stop_sequence",
      { stop_sequence: "STOP" },
    ]);
    const { stream } = await createClient(aws).send(
      new ConverseStreamCommand({ modelId: claude, messages: ask("Hello"), ...input }),
    );
    const stops: unknown[] = [];
    for await (const { messageStop } of stream ?? []) if (messageStop) stops.push(messageStop);
    expect(stops).toEqual([{ stopReason: "stop_sequence", additionalModelResponseFields: { stop_sequence: "STOP" } }]);
  });
});

describe("system messages inside a conversation", () => {
  const tool = (name: string): { toolSpec: { name: string; inputSchema: { json: { type: string } } } } => ({
    toolSpec: { name, inputSchema: { json: { type: "object" } } },
  });
  const toolConfig = { tools: [tool("first"), tool("second")] };
  const late = (...content: Message["content"] & object): Message[] => [
    ...(ask("Hello") ?? []),
    { role: "assistant", content: [{ text: "Hi" }] },
    { role: "system", content },
    ...(ask("Use first and second") ?? []),
  ];
  const next = { modelId: "anthropic.claude-next", toolConfig };
  const toolsSeen = async (messages: Message[]): Promise<string[]> => {
    const { output } = await send({ ...next, messages });
    return (output?.message?.content ?? []).flatMap(({ toolUse }) => (toolUse?.name ? [toolUse.name] : []));
  };

  it("are refused by models without the flag, as the role was before there was one", async () => {
    expect(await refused({ messages: late({ text: "Be brief." }) })).toEqual(
      validation(
        "1 validation error detected: Value 'system' at 'messages.3.member.role' failed to satisfy constraint: Member " +
          "must satisfy enum value set: [user, assistant]",
      ),
    );
  });

  it("are taken by models with it, between a call and its result too", async () => {
    expect(await toolsSeen(late({ text: "Be brief." }))).toEqual(["first", "second"]);
    const messages: Message[] = [
      ...(ask("Use first") ?? []),
      { role: "assistant", content: [{ toolUse: { toolUseId: "1", name: "first", input: {} } }] },
      { role: "user", content: [{ toolResult: { toolUseId: "1", content: [{ text: "done" }] } }] },
      { role: "system", content: [{ text: "Be brief." }] },
    ];
    expect(textOf(await send({ ...next, messages }))).toBe("first returned done.");
  });

  it("remove tools and add them again", async () => {
    const removal = { toolRemoval: { tool: { name: "first" } } };
    const addition = { toolAddition: { tool: { name: "first" } } };
    expect(await toolsSeen(late(removal))).toEqual(["second"]);
    expect(await toolsSeen(late(removal, addition))).toEqual(["first", "second"]);
    expect(await toolsSeen(late(addition))).toEqual(["first", "second"]);
  });

  it.each<{ name: string; messages: Message[]; expected: string }>([
    {
      name: "a tool that is not declared",
      messages: late({ toolAddition: { tool: { name: "third" } } }),
      expected:
        "The tool name at messages.2.content.0.toolAddition.tool.name must match the name of a tool declared in the toolConfig field.",
    },
    {
      name: "a change outside a system message",
      messages: [{ role: "user", content: [{ text: "Hello" }, { toolRemoval: { tool: { name: "first" } } }] }],
      expected:
        "The toolAddition and toolRemoval content blocks are only supported in messages with the system role. Remove the content block at messages.0.content.1 and try again.",
    },
    {
      name: "a change without a tool",
      messages: late({ toolRemoval: { tool: undefined } }),
      expected:
        "1 validation error detected: Value null at 'messages.3.member.content.1.member.toolRemoval.tool' failed to " +
        "satisfy constraint: Member must not be null",
    },
  ])("are refused for $name", async ({ messages, expected }) => {
    expect(await refused({ ...next, messages })).toEqual(validation(expected));
  });
});

describe("tools in a stream", () => {
  const toolConfig = { tools: [{ toolSpec: { name: "add", inputSchema: { json: { type: "object" } } } }] };
  it.each([
    "us.meta.llama3-3-70b-instruct-v1:0",
    "us.meta.llama4-scout-17b-instruct-v1:0",
    "mistral.mistral-large-2402-v1:0",
    "us.writer.palmyra-x5-v1:0",
  ])("are refused by %s, and taken in a whole answer", async (modelId) => {
    const input = { modelId, messages: ask("Hello"), toolConfig };
    expect(await refusalOf(createClient(aws).send(new ConverseStreamCommand(input)))).toEqual(
      validation("This model doesn't support tool use in streaming mode."),
    );
    expect((await send(input)).stopReason).toBe("end_turn");
  });

  it.each(["mistral.mistral-large-3-675b-instruct", "cohere.command-r-v1:0", "qwen.qwen3-32b-v1:0", claude])(
    "are taken by %s",
    async (modelId) => {
      const { stream } = await createClient(aws).send(
        new ConverseStreamCommand({ modelId, messages: ask("Hello"), toolConfig }),
      );
      const types: string[] = [];
      for await (const event of stream ?? []) types.push(...Object.keys(event));
      expect(types.at(-1)).toBe("metadata");
    },
  );
});
