import {
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  type ContentBlock,
  type ConverseCommandInput,
  type Message,
} from "@aws-sdk/client-bedrock-runtime";
import { describe, expect, it } from "vitest";

import { useLocalAws } from "../src/vitest.ts";
import { ask, claude, converse, createClient, refusalOf } from "./bedrock-runtime.ts";

const current = useLocalAws({ models: { denied: ["mistral.*"] } });
const strict = useLocalAws({ validation: "strict2024" });
const off = useLocalAws({ validation: "off" });

type Input = Partial<ConverseCommandInput>;
const nova = "amazon.nova-lite-v1:0";
const sonnet46 = "us.anthropic.claude-sonnet-4-6";

const validation = (message: string): unknown => ({ name: "ValidationException", message, status: 400 });
const fromModel = (message: string): unknown => validation(`The model returned the following errors: ${message}`);

const user = (...content: ContentBlock[]): Message => ({ role: "user", content });
const assistant = (...content: ContentBlock[]): Message => ({ role: "assistant", content });
const call = (toolUseId: string): ContentBlock => ({ toolUse: { toolUseId, name: "add", input: { a: 1 } } });
const result = (toolUseId: string, text = "3"): ContentBlock => ({ toolResult: { toolUseId, content: [{ text }] } });
const toolConfig: Input["toolConfig"] = {
  tools: [
    { toolSpec: { name: "add", description: "Adds", inputSchema: { json: { type: "object", properties: {} } } } },
  ],
};

/** Sends what the types of the client do not allow. */
const unchecked = (input: Record<string, unknown>): Input => input;

interface Refusal {
  name: string;
  input: Input;
  expected: unknown;
}

const constraints: { name: string; input: Input; message: string }[] = [
  {
    name: "V1 names of tools",
    input: { toolConfig: { tools: [{ toolSpec: { name: "get weather", inputSchema: { json: {} } } }] } },
    message:
      "1 validation error detected: Value 'get weather' at 'toolConfig.tools.1.member.toolSpec.name' failed to satisfy " +
      "constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+",
  },
  {
    name: "V1 length of a tool's name",
    input: { toolConfig: { tools: [{ toolSpec: { name: "a".repeat(65), inputSchema: { json: {} } } }] } },
    message:
      `1 validation error detected: Value '${"a".repeat(65)}' at 'toolConfig.tools.1.member.toolSpec.name' failed to ` +
      "satisfy constraint: Member must have length less than or equal to 64",
  },
  {
    name: "V2 no tools",
    input: { toolConfig: { tools: [] } },
    message:
      "1 validation error detected: Value at 'toolConfig.tools' failed to satisfy constraint: Member must have length " +
      "greater than or equal to 1",
  },
  {
    name: "V2 empty description",
    input: { toolConfig: { tools: [{ toolSpec: { name: "a", description: "", inputSchema: { json: {} } } }] } },
    message:
      "1 validation error detected: Value '' at 'toolConfig.tools.1.member.toolSpec.description' failed to satisfy " +
      "constraint: Member must have length greater than or equal to 1",
  },
  {
    name: "V3 ids of tool calls",
    input: { messages: [user({ text: "a" }), assistant(call("a/b"))], toolConfig },
    message:
      "1 validation error detected: Value 'a/b' at 'messages.2.member.content.1.member.toolUse.toolUseId' failed to " +
      "satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.:-]+",
  },
  {
    name: "V4 several at once",
    input: { inferenceConfig: { temperature: 2, topP: -0.5, maxTokens: 0 } },
    message:
      "3 validation errors detected: Value '0' at 'inferenceConfig.maxTokens' failed to satisfy constraint: Member must " +
      "have value greater than or equal to 1; Value '2' at 'inferenceConfig.temperature' failed to satisfy constraint: " +
      "Member must have value less than or equal to 1; Value '-0.5' at 'inferenceConfig.topP' failed to satisfy " +
      "constraint: Member must have value greater than or equal to 0",
  },
  {
    name: "V5 number of stop sequences",
    input: { inferenceConfig: { stopSequences: Array.from({ length: 2501 }, (_, index) => `s${index}`) } },
    message:
      "1 validation error detected: Value at 'inferenceConfig.stopSequences' failed to satisfy constraint: Member must " +
      "have length less than or equal to 2500",
  },
  {
    name: "V5 empty stop sequence",
    input: { inferenceConfig: { stopSequences: ["a", ""] } },
    message:
      "1 validation error detected: Value '' at 'inferenceConfig.stopSequences.2.member' failed to satisfy constraint: " +
      "Member must have length greater than or equal to 1",
  },
  {
    name: "V6 metadata of the request",
    input: { requestMetadata: Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`k${index}`, "v"])) },
    message:
      "1 validation error detected: Value at 'requestMetadata' failed to satisfy constraint: Member must have length " +
      "less than or equal to 16",
  },
  {
    name: "V6 response field paths",
    input: { additionalModelResponseFieldPaths: Array.from({ length: 11 }, (_, index) => `/${index}`) },
    message:
      "1 validation error detected: Value at 'additionalModelResponseFieldPaths' failed to satisfy constraint: Member " +
      "must have length less than or equal to 10",
  },
  {
    name: "V7 role and format",
    input: unchecked({
      messages: [
        { role: "developer", content: [{ text: "a" }] },
        { role: "user", content: [{ image: { format: "bmp", source: { bytes: new Uint8Array([1]) } } }] },
      ],
    }),
    message:
      "2 validation errors detected: Value 'developer' at 'messages.1.member.role' failed to satisfy constraint: Member " +
      "must satisfy enum value set: [user, assistant, system]; Value 'bmp' at " +
      "'messages.2.member.content.1.member.image.format' failed to satisfy constraint: Member must satisfy enum value " +
      "set: [png, jpeg, gif, webp]",
  },
  {
    name: "a missing member",
    input: unchecked({ toolConfig: { tools: [{ toolSpec: { name: "a" } }] } }),
    message:
      "1 validation error detected: Value null at 'toolConfig.tools.1.member.toolSpec.inputSchema' failed to satisfy " +
      "constraint: Member must not be null",
  },
];

describe("constraints of the API model", () => {
  it.each(constraints)("[15] are collected into one message: $name", async ({ input, message }) => {
    expect(await refusalOf(converse(current, input))).toEqual(validation(message));
  });

  it("allow four stop sequences only, in strict mode", async () => {
    const input = { inferenceConfig: { stopSequences: ["1", "2", "3", "4", "5"] } };
    expect(await converse(current, input)).toBe("end_turn");
    expect(await refusalOf(converse(strict, input))).toEqual(
      validation(
        "1 validation error detected: Value at 'inferenceConfig.stopSequences' failed to satisfy constraint: Member must " +
          "have length less than or equal to 4",
      ),
    );
  });

  it("are not checked when validation is off", async () => {
    expect(await converse(off, { inferenceConfig: { temperature: 2 } })).toBe("end_turn");
  });

  it("are preceded by the types of JSON", async () => {
    expect(await refusalOf(converse(off, unchecked({ messages: [{ role: "user", content: "Hello" }] })))).toMatchObject(
      {
        name: "SerializationException",
        status: 400,
      },
    );
  });
});

const systemUnsupported =
  "This model doesn't support system messages. Try again without a system message or use a model that supports system messages.";
const png = (size = 24): Uint8Array => {
  const bytes = new Uint8Array(size);
  bytes.set([
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 8, 0, 0, 0, 8,
  ]);
  return bytes;
};
const image = (bytes: Uint8Array): ContentBlock => ({ image: { format: "png", source: { bytes } } });
const cachePoint: ContentBlock = { cachePoint: { type: "default" } };

const byModel: Refusal[] = [
  {
    name: "V8 an unknown model",
    input: { modelId: "anthropic.claude-9" },
    expected: validation("The provided model identifier is invalid."),
  },
  {
    name: "V9 a bare id of a model behind profiles",
    input: { modelId: "anthropic.claude-sonnet-4-5-20250929-v1:0" },
    expected: validation(
      "Invocation of model ID anthropic.claude-sonnet-4-5-20250929-v1:0 with on-demand throughput isn’t supported. Retry " +
        "your request with the ID or ARN of an inference profile that contains this model.",
    ),
  },
  {
    name: "V10 a model without access",
    input: { modelId: "mistral.mistral-large-2402-v1:0" },
    expected: {
      name: "AccessDeniedException",
      message: "You don't have access to the model with the specified model ID.",
      status: 403,
    },
  },
  {
    name: "V30 a video for a model that sees none",
    input: { messages: [user({ text: "a" }, { video: { format: "mp4", source: { bytes: new Uint8Array([1]) } } })] },
    expected: validation(
      "This model doesn't support the video content block that you provided. Update the content block and try again.",
    ),
  },
  {
    name: "V30 an image in S3",
    input: { messages: [user({ image: { format: "png", source: { s3Location: { uri: "s3://bucket/a.png" } } } })] },
    expected: validation("This model doesn't support the s3Uri field. Remove s3Uri and try again."),
  },
  {
    name: "V31 tools",
    input: { modelId: "us.deepseek.r1-v1:0", toolConfig },
    expected: validation("This model doesn't support tool use."),
  },
  {
    name: "V31 a forced tool",
    input: { modelId: "us.meta.llama3-3-70b-instruct-v1:0", toolConfig: { ...toolConfig, toolChoice: { any: {} } } },
    expected: validation(
      "This model doesn't support the toolConfig.toolChoice.any field. Remove toolConfig.toolChoice.any and try again.",
    ),
  },
  {
    name: "V31 system text",
    input: { modelId: "amazon.titan-text-express-v1", system: [{ text: "Be brief." }] },
    expected: validation(systemUnsupported),
  },
  ...(["temperature", "topP", "stopSequences"] as const).map((name) => ({
    name: `V31 ${name} of GPT`,
    input: {
      modelId: "global.openai.gpt-6-astra",
      inferenceConfig: { maxTokens: 9, [name]: name === "stopSequences" ? ["a"] : 1 },
    },
    expected: validation(`This model doesn't support the ${name} field. Remove ${name} and try again.`),
  })),
  {
    name: "V31 stop sequences of gpt-oss",
    input: { modelId: "openai.gpt-oss-20b-1:0", inferenceConfig: { temperature: 0, topP: 1, stopSequences: ["a"] } },
    expected: validation("This model doesn't support the stopSequences field. Remove stopSequences and try again."),
  },
  {
    name: "V31 a temperature of a newer Claude",
    input: { modelId: "us.anthropic.claude-opus-4-8", inferenceConfig: { temperature: 1 } },
    expected: fromModel("`temperature` is deprecated for this model."),
  },
  {
    name: "V31 topP of a newer Claude",
    input: { modelId: "us.anthropic.claude-opus-5", inferenceConfig: { topP: 0.9 } },
    expected: fromModel("`top_p` is deprecated for this model."),
  },
  {
    name: "V31 temperature and topP together",
    input: { modelId: sonnet46, inferenceConfig: { temperature: 0, topP: 0.9 } },
    expected: fromModel("`temperature` and `top_p` cannot both be specified for this model. Please use only one."),
  },
  {
    name: "V52 a strict tool",
    input: {
      modelId: "us.amazon.nova-2-lite-v1:0",
      toolConfig: { tools: [{ toolSpec: { name: "a", inputSchema: { json: {} }, strict: true } }] },
    },
    expected: validation("This model doesn't support the strict field. Remove strict and try again."),
  },
  {
    name: "V37 a thinking budget of a newer Claude",
    input: {
      modelId: "us.anthropic.claude-sonnet-5",
      inferenceConfig: { maxTokens: 2000 },
      additionalModelRequestFields: { thinking: { type: "enabled", budget_tokens: 1024 } },
    },
    expected: fromModel(
      '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and ' +
        '"output_config.effort" to control thinking behavior.',
    ),
  },
  {
    name: "V37 a signature for Qwen",
    input: {
      modelId: "qwen.qwen3-32b-v1:0",
      messages: [
        user({ text: "a" }),
        assistant({ reasoningContent: { reasoningText: { text: "b", signature: "c2ln" } } }, { text: "c" }),
        user({ text: "d" }),
      ],
    },
    expected: validation(
      "This model doesn't support the reasoningContent.reasoningText.signature field. Remove " +
        "reasoningContent.reasoningText.signature and try again.",
    ),
  },
  {
    name: "V34 a cache point",
    input: { modelId: "cohere.command-r-v1:0", messages: [user({ text: "a" }, cachePoint)] },
    expected: { name: "AccessDeniedException", message: expect.stringContaining("prompt caching"), status: 403 },
  },
  {
    name: "V35 more output than the model gives",
    input: { modelId: "cohere.command-r-v1:0", inferenceConfig: { maxTokens: 4097 } },
    expected: validation(
      "The maximum tokens you requested exceed the model limit of 4096. Try again with a maximum tokens value lower than 4096.",
    ),
  },
  {
    name: "V36 more input than fits",
    input: { modelId: "meta.llama3-8b-instruct-v1:0", messages: ask("word ".repeat(10_000)) },
    expected: validation("Input is too long for requested model."),
  },
];

describe("profiles of models", () => {
  it.each(byModel.filter(({ name }) => !/^V3[456]/.test(name)))("[16] refuse $name", async ({ input, expected }) => {
    expect(await refusalOf(converse(current, input))).toEqual(expected);
  });

  it.each(byModel.filter(({ name }) => /^V3[456]/.test(name)))("[16, 20] refuse $name", async ({ input, expected }) => {
    expect(await refusalOf(converse(current, input))).toEqual(expected);
  });

  it.each([
    { name: "a profile", modelId: claude },
    { name: "a model without the abilities", modelId: "meta.llama3-8b-instruct-v1:0" },
  ])("[16] V38 refuse to count tokens for $name", async ({ modelId }) => {
    const counting = createClient(current).send(
      new CountTokensCommand({ modelId, input: { converse: { messages: ask("Hello") } } }),
    );
    expect(await refusalOf(counting)).toEqual(validation("The provided model doesn't support counting tokens."));
  });

  it("refuse tools in a stream of a Llama model, but not in a whole answer", async () => {
    const input = { modelId: "us.meta.llama3-3-70b-instruct-v1:0", messages: ask("Hello"), toolConfig };
    expect(await refusalOf(createClient(current).send(new ConverseStreamCommand(input)))).toEqual(
      validation("This model doesn't support tool use in streaming mode."),
    );
    expect(await converse(current, input)).toBe("end_turn");
  });

  it("never refuse anything of a model whose id begins with local", async () => {
    const input: Input = { modelId: "local.anything", messages: [assistant({ text: " " })], toolConfig };
    expect(await converse(current, input)).toBe("end_turn");
  });
});

const mustStart =
  "A conversation must start with a user message. Try again with a conversation that starts with a user message.";
const mustAlternate =
  "A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user " +
  "and assistant roles and try again.";
const isBlank = (path: string): unknown =>
  validation(
    `The text field in the ContentBlock object at ${path} is blank. Add text to the text field, and try again.`,
  );

/** `undefined` where a mode accepts the conversation. */
const turns: { name: string; input: Input; current?: unknown; strict?: unknown }[] = [
  {
    name: "V11 an assistant's first turn, for Nova",
    input: { modelId: nova, messages: [assistant({ text: "a" }), user({ text: "b" })] },
    current: validation(mustStart),
    strict: validation(mustStart),
  },
  {
    name: "V11 an assistant's first turn, for Claude",
    input: { messages: [assistant({ text: "a" }), user({ text: "b" })] },
    strict: validation(mustStart),
  },
  {
    name: "V12 two turns of the user",
    input: { messages: [user({ text: "a" }), user({ text: "b" })] },
    strict: validation(mustAlternate),
  },
  {
    name: "V13 an assistant's last turn, for a recent Claude",
    input: { modelId: sonnet46, messages: [user({ text: "a" }), assistant({ text: "b" })] },
    current: fromModel(
      "This model does not support assistant message prefill. The conversation must end with a user message.",
    ),
    strict: fromModel(
      "This model does not support assistant message prefill. The conversation must end with a user message.",
    ),
  },
  {
    name: "V13 an assistant's last turn, for an older Claude",
    input: { messages: [user({ text: "a" }), assistant({ text: "b" })] },
  },
  {
    name: "V14 a turn without content",
    input: { messages: [user({ text: "a" }), assistant(), user({ text: "b" })] },
    current: expect.objectContaining({ message: expect.stringContaining("at messages.1 is empty") }),
    strict: expect.objectContaining({ message: expect.stringContaining("at messages.1 is empty") }),
  },
  {
    name: "V15 an empty text",
    input: { modelId: nova, messages: [user({ text: "a" }, { text: "" })] },
    current: isBlank("messages.0.content.1"),
    strict: isBlank("messages.0.content.1"),
  },
  {
    name: "V15 a blank text, for a model that takes it",
    input: { modelId: nova, messages: [user({ text: "a" }, { text: " " })] },
    strict: isBlank("messages.0.content.1"),
  },
  {
    name: "V16 a blank text, for a recent Claude",
    input: { messages: [user({ text: "a" }, { text: " \n" })] },
    current: fromModel("messages: text content blocks must contain non-whitespace text"),
    strict: isBlank("messages.0.content.1"),
  },
];

describe("turns of a conversation", () => {
  it.each(turns)("[17] $name: refused or taken as the mode says", async ({ input, ...expected }) => {
    const answers = await Promise.all(
      [current, strict].map((aws) => refusalOf(converse(aws, input)).catch(() => undefined)),
    );
    expect(answers).toEqual([expected.current, expected.strict]);
  });
});

const asked = user({ text: "What is 1 + 2?" });
const loops: Refusal[] = [
  {
    name: "V17 without tools",
    input: { messages: [asked, assistant(call("a")), user(result("a"))] },
    expected: validation("The toolConfig field must be defined when using toolUse and toolResult content blocks."),
  },
  {
    name: "V18 with more results than calls",
    input: { toolConfig, messages: [asked, assistant(call("a")), user(result("a"), result("b"))] },
    expected: validation(
      "The number of toolResult blocks at messages.2.content exceeds the number of toolUse blocks of previous turn.",
    ),
  },
  {
    name: "V19 without some results",
    input: {
      toolConfig,
      messages: [asked, assistant(call("a"), call("b"), call("c")), user(result("b")), assistant({ text: "d" }), asked],
    },
    expected: validation("Expected toolResult blocks at messages.2.content for the following Ids: a, c"),
  },
  {
    name: "V19 with the result of another call",
    input: { toolConfig, messages: [asked, assistant(call("a")), user(result("z"))] },
    expected: validation("Expected toolResult blocks at messages.2.content for the following Ids: a"),
  },
  {
    name: "V20 with an empty failure",
    input: {
      toolConfig,
      messages: [asked, assistant(call("a")), user({ toolResult: { toolUseId: "a", content: [], status: "error" } })],
    },
    expected: validation(
      "The content field at messages.2.content.0.toolResult cannot be empty when status value is error.",
    ),
  },
  {
    name: "V21 with text beside a result, for Llama",
    input: {
      modelId: "us.meta.llama3-3-70b-instruct-v1:0",
      toolConfig,
      messages: [asked, assistant(call("a")), user(result("a"), { text: "Go on." })],
    },
    expected: validation(
      "messages.2.content: Conversation blocks and tool result blocks cannot be provided in the same turn.",
    ),
  },
  {
    name: "V22 with a document beside a result, for Claude",
    input: {
      toolConfig,
      messages: [
        asked,
        assistant(call("a")),
        user(result("a"), { text: "See" }, { document: { format: "txt", name: "d", source: { text: "x" } } }),
      ],
    },
    expected: fromModel(
      "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: a. Each `tool_use` block " +
        "must have a corresponding `tool_result` block in the next message.",
    ),
  },
];

describe("an agent's loop", () => {
  it("[18] passes when each call has its result", async () => {
    const messages = [asked, assistant({ text: "I add." }, call("a"), call("b")), user(result("a"), result("b"))];
    const answer = await createClient(current).send(new ConverseCommand({ modelId: claude, messages, toolConfig }));
    expect(answer.output?.message?.content).toEqual([{ text: "add returned 3; add returned 3." }]);
    const next = [...messages, assistant({ text: "3 and 3." }), user({ text: "Thanks, add again" })];
    expect(await converse(current, { messages: next, toolConfig })).toBe("tool_use");
  });

  it.each(loops)("[18] is refused $name", async ({ input, expected }) => {
    expect(await refusalOf(converse(current, input))).toEqual(expected);
  });
});

const document = (name: string): ContentBlock => ({ document: { format: "txt", name, source: { text: "x" } } });
const badName = validation(
  "The document file name can only contain alphanumeric characters, whitespace characters, hyphens, parentheses, and " +
    "square brackets. The name can't contain more than one consecutive whitespace character. Check that the file name " +
    "conforms to these restrictions and retry your request.",
);
const duplicate = validation(
  "Messages can't contain duplicate document names. Rename the document and retry your request.",
);
const named = (...names: string[]): Input => ({ messages: [user({ text: "Read" }, ...names.map(document))] });
const sized = (width: number, height: number): Uint8Array => {
  const bytes = png();
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
};
const images = (count: number, bytes: Uint8Array): Input => ({
  messages: [user({ text: "Look" }, ...Array.from({ length: count }, () => image(bytes)))],
});
// 3,932,160 bytes are 5,242,880 characters of base64, the most there may be.
const LARGEST = 3_932_160;

const attachments: { name: string; input: Input; expected?: unknown }[] = [
  { name: "V23 plain name", input: named("Report_1 (final) [v2]-b") },
  { name: "V23 dot", input: named("report.txt"), expected: badName },
  { name: "V23 tab", input: named("a\tb"), expected: badName },
  { name: "V23 ideographic space", input: named("a\u3000b"), expected: badName },
  { name: "V23 two blanks", input: named("a  b"), expected: badName },
  { name: "V6 name of 200 characters", input: named("a".repeat(200)) },
  {
    name: "V6 name of 201 characters",
    input: named("a".repeat(201)),
    expected: validation(
      `1 validation error detected: Value '${"a".repeat(201)}' at 'messages.1.member.content.2.member.document.name' failed ` +
        "to satisfy constraint: Member must have length less than or equal to 200",
    ),
  },
  { name: "V24 one name twice", input: named("a", "a"), expected: duplicate },
  {
    name: "V24 one name in two turns and a tool result",
    input: {
      toolConfig,
      messages: [
        user({ text: "Read" }, document("a")),
        assistant(call("1")),
        user({
          toolResult: { toolUseId: "1", content: [{ document: { format: "txt", name: "a", source: { text: "x" } } }] },
        }),
      ],
    },
    expected: duplicate,
  },
  { name: "V25 five documents", input: named("a", "b", "c", "d", "e") },
  {
    name: "V25 six documents",
    input: named("a", "b", "c", "d", "e", "f"),
    expected: validation("You can't include more than 5 documents in a request."),
  },
  {
    name: "V26 a document without text",
    input: { messages: [user(document("a"))] },
    expected: validation("A text block must be included when using documents."),
  },
  { name: "V27 the largest image but one byte", input: images(1, png(LARGEST - 1)) },
  { name: "V27 the largest image", input: images(1, png(LARGEST)) },
  {
    name: "V27 one byte over the largest image",
    input: images(1, png(LARGEST + 1)),
    expected: fromModel(
      "messages.0.content.1.image.source.bytes: image exceeds 5 MB maximum: 5242884 bytes > 5242880 bytes",
    ),
  },
  { name: "V28 twenty images of 8000 pixels", input: images(20, sized(8_000, 10)) },
  {
    name: "V28 an image of 8001 pixels",
    input: images(1, sized(10, 8_001)),
    expected: expect.objectContaining({ message: expect.stringMatching(/max allowed size: 8000 pixels$/) }),
  },
  { name: "V28 twenty-one images of 2000 pixels", input: images(21, sized(2_000, 2_000)) },
  {
    name: "V28 twenty-one images of 2001 pixels",
    input: images(21, sized(2_001, 10)),
    expected: expect.objectContaining({ message: expect.stringMatching(/many-image requests: 2000 pixels$/) }),
  },
  {
    name: "V29 bytes of another format",
    input: images(1, new Uint8Array([0xff, 0xd8, 0xff, 0xe0])),
    expected: expect.objectContaining({ message: expect.stringContaining("Could not process image") }),
  },
];

describe("documents and images", () => {
  it.each(attachments)("[19] $name", async ({ input, expected }) => {
    expect(await refusalOf(converse(current, input)).catch(() => undefined)).toEqual(expected);
  });
});

const thinking = { additionalModelRequestFields: { thinking: { type: "enabled", budget_tokens: 1024 } } };
const points = (count: number): ContentBlock[] =>
  Array.from({ length: count }, () => [{ text: "a" }, cachePoint]).flat();

describe("caching and thinking", () => {
  it.each<Refusal>([
    {
      name: "V32 five cache points",
      input: { messages: [user(...points(5))] },
      expected: validation("A maximum of 4 blocks with cache_control may be provided. Found 5."),
    },
    {
      name: "V33 a cache point after reasoning",
      input: {
        messages: [
          asked,
          assistant({ reasoningContent: { reasoningText: { text: "a", signature: "b" } } }, cachePoint),
          asked,
        ],
      },
      expected: validation(
        "Cache point cannot be inserted after reasoning block. Please remove the invalid cache point and try again.",
      ),
    },
    {
      name: "V37 a budget as large as the answer",
      input: { ...thinking, inferenceConfig: { maxTokens: 1024 } },
      expected: fromModel("max_tokens must be greater than thinking.budget_tokens"),
    },
    {
      name: "V37 topP",
      input: { ...thinking, inferenceConfig: { topP: 0.5 } },
      expected: fromModel("top_p must be unset when thinking is enabled."),
    },
    {
      name: "V37 a forced tool",
      input: { ...thinking, toolConfig: { ...toolConfig, toolChoice: { any: {} } } },
      expected: fromModel("Thinking may not be enabled when tool_choice forces tool use."),
    },
    {
      name: "V37 a call without its thought",
      input: { ...thinking, toolConfig, messages: [asked, assistant(call("a")), user(result("a"))] },
      expected: expect.objectContaining({
        message: expect.stringContaining(
          "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`.",
        ),
      }),
    },
  ])("[20] refuse $name", async ({ input, expected }) => {
    expect(await refusalOf(converse(current, input))).toEqual(expected);
  });

  it("[20] accept four cache points, and thinking that leaves room", async () => {
    expect(await converse(current, { messages: [user(...points(4))] })).toBe("end_turn");
    expect(await converse(current, { ...thinking, inferenceConfig: { maxTokens: 2048 } })).toBe("end_turn");
  });
});
