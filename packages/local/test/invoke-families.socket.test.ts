import * as fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";

import { createLocalAws, type ScriptStep } from "../src/index.ts";
import { useLocalAws } from "../src/vitest.ts";
import { refusalOf } from "./bedrock-runtime.ts";
import { images, invoke, invokeStream, joinedText, textAt, valueAt } from "./support/invoke.ts";

const imported = "arn:aws:bedrock:us-east-1:000000000000:imported-model/abcdef012345";
const customLlama = "arn:aws:bedrock:us-east-1:000000000000:custom-model-deployment/llama0123456";

const aws = useLocalAws({
  models: {
    extra: [
      { id: imported },
      { id: customLlama, family: "llama" },
      { id: "mistral.imported-7b-v0:1", maxOutputTokens: 100 },
    ],
  },
  guardrails: [{ id: "gr0123456789", words: ["moon cheese"] }],
});

const llama3 = (text: string, system = "Be brief."): string =>
  `<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\n${system}<|eot_id|>` +
  `<|start_header_id|>user<|end_header_id|>\n\n${text}<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n`;
const messages = [
  { role: "system", content: "Be brief." },
  { role: "user", content: "Hi" },
];

/** A family: a model of it, the body of "Hi" after "Be brief.", and how its answers are read. */
interface Family {
  modelId: string;
  body: Record<string, unknown>;
  /** Members of the body that limit an answer to n tokens, and that end it at a sequence. */
  limit: (tokens: number) => Record<string, unknown>;
  stop?: (sequence: string) => Record<string, unknown>;
  /** Members that a stream needs besides. */
  streamed?: Record<string, unknown>;
  /** What a script is asked, where it is not both texts. */
  asked?: string;
  textAt: string;
  pieceAt: string;
  reasonAt: string;
  lastReasonAt?: string;
  /** Words for: finished, cut, stopped. */
  reasons: readonly [string, string, string];
  hasNoStream?: boolean;
}

const openAi = {
  body: { messages },
  limit: (tokens: number) => ({ max_tokens: tokens }),
  stop: (sequence: string) => ({ stop: [sequence] }),
  textAt: "choices.0.message.content",
  pieceAt: "choices.0.delta.content",
  reasonAt: "choices.0.finish_reason",
  reasons: ["stop", "length", "stop"],
} as const;
const completions = {
  limit: (tokens: number) => ({ max_tokens: tokens }),
  stop: (sequence: string) => ({ stop: [sequence] }),
  textAt: "choices.0.text",
  pieceAt: "choices.0.text",
  reasonAt: "choices.0.stop_reason",
  reasons: ["stop", "length", "stop"],
} as const;
const llama = {
  body: { prompt: llama3("Hi") },
  limit: (tokens: number) => ({ max_gen_len: tokens }),
  textAt: "generation",
  pieceAt: "generation",
  reasonAt: "stop_reason",
  reasons: ["stop", "length", "stop"],
} as const;
const mistralPrompt = {
  limit: (tokens: number) => ({ max_tokens: tokens }),
  stop: (sequence: string) => ({ stop: [sequence] }),
  textAt: "outputs.0.text",
  pieceAt: "outputs.0.text",
  reasonAt: "outputs.0.stop_reason",
  reasons: ["stop", "length", "stop"],
} as const;
const anthropicText = {
  limit: (tokens: number) => ({ max_tokens_to_sample: tokens }),
  stop: (sequence: string) => ({ stop_sequences: [sequence] }),
  textAt: "completion",
  pieceAt: "completion",
  reasonAt: "stop_reason",
  reasons: ["stop_sequence", "max_tokens", "stop_sequence"],
} as const;

const families: Readonly<Record<string, Family>> = {
  "Claude's messages": {
    modelId: "anthropic.claude-v2:1",
    body: {
      anthropic_version: "bedrock-2023-05-31",
      max_tokens: 100,
      system: "Be brief.",
      messages: [{ role: "user", content: "Hi" }],
    },
    limit: (tokens) => ({ max_tokens: tokens }),
    stop: (sequence) => ({ stop_sequences: [sequence] }),
    textAt: "content.0.text",
    pieceAt: "delta.text",
    reasonAt: "stop_reason",
    lastReasonAt: "delta.stop_reason",
    reasons: ["end_turn", "max_tokens", "stop_sequence"],
  },
  "Claude 2's text": {
    ...anthropicText,
    modelId: "anthropic.claude-v2",
    body: { prompt: "Be brief.\n\nHuman: Hi\n\nAssistant:", max_tokens_to_sample: 100 },
  },
  "Titan Text": {
    modelId: "amazon.titan-text-express-v1",
    body: { inputText: "Be brief.\n\nUser: Hi\n\nBot:" },
    limit: (maxTokenCount) => ({ textGenerationConfig: { maxTokenCount } }),
    stop: (sequence) => ({ textGenerationConfig: { stopSequences: [sequence] } }),
    textAt: "results.0.outputText",
    pieceAt: "outputText",
    reasonAt: "results.0.completionReason",
    lastReasonAt: "completionReason",
    reasons: ["FINISH", "LENGTH", "STOP_CRITERIA_MET"],
  },
  Nova: {
    modelId: "amazon.nova-lite-v1:0",
    body: {
      schemaVersion: "messages-v1",
      system: [{ text: "Be brief." }],
      messages: [{ role: "user", content: [{ text: "Hi" }] }],
    },
    limit: (maxTokens) => ({ inferenceConfig: { maxTokens } }),
    stop: (sequence) => ({ inferenceConfig: { stopSequences: [sequence] } }),
    textAt: "output.message.content.0.text",
    pieceAt: "contentBlockDelta.delta.text",
    reasonAt: "stopReason",
    lastReasonAt: "messageStop.stopReason",
    reasons: ["end_turn", "max_tokens", "stop_sequence"],
  },
  "Cohere Command": {
    modelId: "cohere.command-text-v14",
    body: { prompt: "Be brief.\n\nUser: Hi\nChatbot:" },
    streamed: { stream: true },
    limit: (tokens) => ({ max_tokens: tokens }),
    stop: (sequence) => ({ stop_sequences: [sequence] }),
    textAt: "generations.0.text",
    pieceAt: "text",
    reasonAt: "generations.0.finish_reason",
    lastReasonAt: "finish_reason",
    reasons: ["COMPLETE", "MAX_TOKENS", "COMPLETE"],
  },
  "Cohere Command R": {
    modelId: "cohere.command-r-v1:0",
    body: { message: "Hi", preamble: "Be brief." },
    limit: (tokens) => ({ max_tokens: tokens }),
    stop: (sequence) => ({ stop_sequences: [sequence] }),
    textAt: "text",
    pieceAt: "text",
    reasonAt: "finish_reason",
    reasons: ["COMPLETE", "MAX_TOKENS", "COMPLETE"],
  },
  Jurassic: {
    modelId: "ai21.j2-ultra-v1",
    body: { prompt: "Be brief.\n\nUser: Hi\nChatbot:" },
    limit: (maxTokens) => ({ maxTokens }),
    stop: (sequence) => ({ stopSequences: [sequence] }),
    textAt: "completions.0.data.text",
    pieceAt: "",
    reasonAt: "completions.0.finishReason.reason",
    reasons: ["endoftext", "length", "stop"],
    hasNoStream: true,
  },
  Jamba: { ...openAi, modelId: "ai21.jamba-1-5-large-v1:0" },
  "Llama 2 form": {
    ...llama,
    modelId: "us.meta.llama3-1-70b-instruct-v1:0",
    body: { prompt: "<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\nHi [/INST]" },
  },
  "Llama 3": { ...llama, modelId: "meta.llama3-8b-instruct-v1:0" },
  "Llama 4": {
    ...llama,
    modelId: "us.meta.llama4-scout-17b-instruct-v1:0",
    body: {
      prompt:
        "<|begin_of_text|><|header_start|>system<|header_end|>\n\nBe brief.<|eot|>" +
        "<|header_start|>user<|header_end|>\n\nHi<|eot|><|header_start|>assistant<|header_end|>\n\n",
    },
  },
  "a custom Llama": { ...llama, modelId: customLlama },
  "Mistral's text": {
    ...mistralPrompt,
    modelId: "mistral.mistral-7b-instruct-v0:2",
    body: { prompt: "<s>[INST] Be brief.\n\nHi [/INST]" },
    asked: "Be brief.\n\nHi",
  },
  "Mistral Large 24.07": {
    ...openAi,
    modelId: "mistral.mistral-large-2407-v1:0",
    stop: undefined,
    pieceAt: "choices.0.message.content",
    reasonAt: "choices.0.stop_reason",
  },
  Pixtral: { ...openAi, modelId: "us.mistral.pixtral-large-2502-v1:0" },
  "DeepSeek-R1": {
    ...completions,
    modelId: "us.deepseek.r1-v1:0",
    body: { prompt: "<｜begin▁of▁sentence｜>Be brief.<｜User｜>Hi<｜Assistant｜><think>\n" },
  },
  "DeepSeek V3": { ...openAi, modelId: "deepseek.v3-v1:0" },
  Qwen: { ...openAi, modelId: "qwen.qwen3-32b-v1:0" },
  "gpt-oss": { ...openAi, modelId: "openai.gpt-oss-120b-1:0", limit: (tokens) => ({ max_completion_tokens: tokens }) },
  Kimi: { ...openAi, modelId: "moonshotai.kimi-k2.5" },
  GLM: { ...openAi, modelId: "zai.glm-4.7" },
  "Writer's messages": { ...openAi, modelId: "us.writer.palmyra-x5-v1:0" },
  "Writer's text": {
    ...completions,
    modelId: "us.writer.palmyra-x4-v1:0",
    body: { prompt: "[INST] <<SYS>> Be brief. <</SYS>>\nHi [/INST]" },
  },
  "an imported model, chat": { ...openAi, modelId: imported },
  "an imported model, text": {
    ...completions,
    modelId: imported,
    body: {
      prompt: "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n",
    },
  },
  "an imported model, Bedrock's own": { ...llama, modelId: imported, body: { prompt: llama3("Hi"), max_gen_len: 100 } },
};
const names = Object.keys(families);
const familyOf = (name: string): Family => families[name] ?? fail(name);
const fail = (name: string): never => {
  throw new Error(`No family is named ${name}.`);
};

interface Read {
  text: string;
  reason: unknown;
}

async function whole(family: Family, more: Record<string, unknown> = {}): Promise<Read> {
  const { body } = await invoke(aws, family.modelId, { ...family.body, ...more });
  return { text: textAt(body, family.textAt), reason: valueAt(body, family.reasonAt) };
}

async function streamed(family: Family, more: Record<string, unknown> = {}): Promise<Read> {
  const chunks = await invokeStream(aws, family.modelId, { ...family.body, ...family.streamed, ...more });
  const reasons = chunks.map((chunk) => valueAt(chunk, family.lastReasonAt ?? family.reasonAt));
  return {
    text: joinedText(chunks, family.pieceAt),
    reason: reasons.findLast((reason) => typeof reason === "string"),
  };
}

describe.each(names)("[12] the form of %s", (name) => {
  const family = familyOf(name);
  const [finished, cut, stopped] = family.reasons;

  it("is read, answered, counted, and streamed to the same text", async () => {
    const step: ScriptStep = {
      text: "one two three",
      expect: ({ messages: asked, system }) => {
        expect(asked).toEqual([{ role: "user", content: [{ text: family.asked ?? "Hi" }] }]);
        expect(system).toBe(family.asked === undefined ? "Be brief." : "");
      },
    };
    aws.chat.script([step, step]);
    expect(await whole(family)).toEqual({ text: "one two three", reason: finished });
    const entry = aws.lastRequest();
    expect(entry).toMatchObject({ operation: "InvokeModel", status: 200, usage: { outputTokens: 4 } });
    if (family.hasNoStream === true) return;
    const chunks = await invokeStream(aws, family.modelId, { ...family.body, ...family.streamed });
    const last = chunks.findLast((chunk) => typeof chunk === "object");
    expect(last).toMatchObject({
      "amazon-bedrock-invocationMetrics": {
        inputTokenCount: entry?.usage?.inputTokens,
        outputTokenCount: 4,
        invocationLatency: expect.any(Number),
        firstByteLatency: expect.any(Number),
      },
    });
    expect(chunks.filter((chunk) => valueAt(chunk, "amazon-bedrock-invocationMetrics") !== undefined)).toEqual([last]);
    expect(joinedText(chunks, family.pieceAt)).toBe("one two three");
    expect(aws.lastRequest()).toMatchObject({ usage: entry?.usage });
  });

  it("says in its own words that an answer was cut or stopped", async () => {
    aws.chat.on("", { text: "one two END three four five" });
    const ways = family.hasNoStream === true ? [whole] : [whole, streamed];
    for (const ask of ways) {
      expect(await ask(family, family.limit(2))).toEqual({ text: "one two ", reason: cut });
      const { stop = () => family.limit(2) } = family;
      const expected = family.stop === undefined ? cut : stopped;
      expect(await ask(family, stop("END"))).toEqual({ text: "one two ", reason: expected });
    }
  });

  it("carries what a guardrail did", async () => {
    aws.chat.script({ text: "moon cheese" });
    const guard = { guardrailIdentifier: "gr0123456789", guardrailVersion: "1", contentType: "application/json" };
    const { body } = await invoke(aws, family.modelId, family.body, guard);
    expect(body).toMatchObject({ "amazon-bedrock-guardrailAction": "INTERVENED" });
    expect(valueAt(body, family.textAt)).toMatch(/^Sorry/);
  });

  it("refuses a member that it does not know, and a body without what it needs", async () => {
    const message =
      "Malformed input request: #: extraneous key [x_y] is not permitted, please reformat your input and try again.";
    expect(await refusalOf(invoke(aws, family.modelId, { ...family.body, x_y: 1 }))).toEqual({
      name: "ValidationException",
      message,
      status: 400,
    });
    await expect(invoke(aws, family.modelId, [])).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("gives the same text and reason whole as in a stream, whatever the answer", async () => {
    if (family.hasNoStream === true) return;
    const reply = fc.record({
      text: fc.string({ minLength: 1, maxLength: 60 }).filter((text) => text.trim() !== ""),
      limit: fc.integer({ min: 1, max: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(reply, async ({ text, limit }) => {
        aws.chat.script([{ text }, { text }]);
        const more = family.limit(limit);
        expect(await streamed(family, more)).toEqual(await whole(family, more));
      }),
      { numRuns: 8 },
    );
  });
});

describe("[12] answers as they are on the wire", () => {
  it("Llama: counts of the prompt with the first piece, of the answer with each", async () => {
    aws.chat.script([{ text: "Hello", usage: { inputTokens: 10, outputTokens: 3 } }, { chunks: ["He", "llo"] }]);
    const { body } = await invoke(aws, "meta.llama3-8b-instruct-v1:0", { prompt: llama3("Hi") });
    expect(body).toEqual({
      generation: "Hello",
      prompt_token_count: 10,
      generation_token_count: 3,
      stop_reason: "stop",
    });
    const [first, second, last] = await invokeStream(aws, "meta.llama3-8b-instruct-v1:0", { prompt: llama3("Hi") });
    expect(first).toEqual({ generation: "He", prompt_token_count: 7, generation_token_count: 1, stop_reason: null });
    expect(second).toMatchObject({ generation: "llo", prompt_token_count: null });
    expect(last).toMatchObject({ generation: "", generation_token_count: 2, stop_reason: "stop" });
  });

  it("gpt-oss: thoughts between tags before the answer", async () => {
    aws.chat.script([{ reasoning: "why", text: "ans" }]);
    const body = { messages: [{ role: "user", content: "h" }], max_completion_tokens: 50 };
    const answer = await invoke(aws, "openai.gpt-oss-120b-1:0", body);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^chatcmpl-/),
      object: "chat.completion",
      created: expect.any(Number),
      model: "openai.gpt-oss-120b-1:0",
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: "<reasoning>why</reasoning>ans" },
          finish_reason: "stop",
        },
      ],
      usage: { prompt_tokens: 4, completion_tokens: 2, total_tokens: 6 },
    });
    aws.chat.script([{ reasoning: "why", text: "ans" }]);
    const chunks = await invokeStream(aws, "openai.gpt-oss-120b-1:0", {
      ...body,
      stream_options: { include_usage: true },
    });
    expect(joinedText(chunks, "choices.0.delta.content")).toBe("<reasoning>why</reasoning>ans");
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 6 } });
  });

  it("Qwen: thoughts in reasoning_content; DeepSeek-R1: before </think>", async () => {
    const reply = { reasoning: "why", text: "ans" };
    aws.chat.script([reply, reply, reply, reply]);
    const qwen = await invoke(aws, "qwen.qwen3-32b-v1:0", { messages });
    expect(valueAt(qwen.body, "choices.0.message")).toEqual({
      role: "assistant",
      content: "ans",
      reasoning_content: "why",
    });
    const pieces = await invokeStream(aws, "qwen.qwen3-32b-v1:0", { messages });
    expect(joinedText(pieces, "choices.0.delta.reasoning_content")).toBe("why");
    const r1 = { prompt: "<｜User｜>Hi<｜Assistant｜><think>\n" };
    const whole = await invoke(aws, "us.deepseek.r1-v1:0", r1);
    expect(valueAt(whole.body, "choices.0.text")).toBe("why</think>\n\nans");
    const parts = await invokeStream(aws, "us.deepseek.r1-v1:0", r1);
    expect(joinedText(parts, "choices.0.text")).toBe("why</think>\n\nans");
  });

  it("Writer ends its streams with a text", async () => {
    const chunks = await invokeStream(aws, "us.writer.palmyra-x5-v1:0", { messages });
    expect(chunks.at(-1)).toBe("[DONE]");
    expect(chunks.at(-2)).toHaveProperty("amazon-bedrock-invocationMetrics");
  });

  it("Command R: documents are cited where they are quoted", async () => {
    const body = {
      message: "Which colour is the sky?",
      documents: [{ title: "Sky", snippet: "The sky is blue." }],
    };
    const { body: answer } = await invoke(aws, "cohere.command-r-plus-v1:0", body);
    expect(answer).toMatchObject({
      text: "The sky is blue.",
      citations: [{ start: 0, end: 16, text: "The sky is blue.", document_ids: ["doc_0"] }],
      documents: [{ id: "doc_0", title: "Sky" }],
      chat_history: [
        { role: "USER", message: "Which colour is the sky?" },
        { role: "CHATBOT", message: "The sky is blue." },
      ],
    });
    const chunks = await invokeStream(aws, "cohere.command-r-plus-v1:0", body);
    expect(new Set(chunks.map((chunk) => valueAt(chunk, "event_type")))).toEqual(
      new Set(["text-generation", "citation-generation", "stream-end"]),
    );
    expect(chunks.at(-1)).toMatchObject({ is_finished: true, response: { text: "The sky is blue." } });
  });

  it("takes images where the model sees: Pixtral, Llama 3.2, Nova", async () => {
    const url = { url: `data:image/png;base64,${images.pixel}` };
    const image = [{ image: { format: "png", source: { bytes: images.pixel } } }, { text: "What is it?" }];
    aws.chat.on("", ({ messages: [asked] }) => {
      expect(asked?.content).toEqual(image);
      return { text: "seen" };
    });
    const chat = [
      {
        role: "user",
        content: [
          { type: "image_url", image_url: url },
          { type: "text", text: "What is it?" },
        ],
      },
    ];
    await invoke(aws, "us.mistral.pixtral-large-2502-v1:0", { messages: chat });
    await invoke(aws, "us.meta.llama3-2-11b-instruct-v1:0", {
      prompt: "<|start_header_id|>user<|end_header_id|>\n\n<|image|>What is it?<|eot_id|>",
      images: [images.pixel],
    });
    await invoke(aws, "amazon.nova-lite-v1:0", { messages: [{ role: "user", content: image }] });
    expect(
      await refusalOf(invoke(aws, "meta.llama3-8b-instruct-v1:0", { prompt: "a", images: [images.pixel] })),
    ).toMatchObject({
      message: expect.stringContaining("extraneous key [images] is not permitted"),
    });
  });
});

const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const described = { name: "get_weather", description: "The weather of a city", parameters: schema };
const question = "get_weather in Rome, please";
const outcome = "sunny, 25 degrees";

/** The same conversation in the form of each family that has tools: the first body, the call of its answer, the second body. */
const conversations: Readonly<
  Record<
    string,
    {
      modelId: string;
      first: object;
      call: (body: unknown) => unknown;
      second: (body: unknown) => object;
      said: string;
    }
  >
> = {
  Claude: {
    modelId: "us.anthropic.claude-sonnet-4-20250514-v1:0",
    first: claudeBody([]),
    call: (body) => [valueAt(body, "content.0.name"), valueAt(body, "content.0.input"), valueAt(body, "stop_reason")],
    second: (body) =>
      claudeBody([
        { role: "assistant", content: valueAt(body, "content") },
        {
          role: "user",
          content: [{ type: "tool_result", tool_use_id: valueAt(body, "content.0.id"), content: outcome }],
        },
      ]),
    said: "content.0.text",
  },
  Nova: {
    modelId: "amazon.nova-pro-v1:0",
    first: novaBody([]),
    call: (body) => [
      valueAt(body, "output.message.content.0.toolUse.name"),
      valueAt(body, "output.message.content.0.toolUse.input"),
      valueAt(body, "stopReason"),
    ],
    second: (body) => {
      const toolUseId = valueAt(body, "output.message.content.0.toolUse.toolUseId");
      return novaBody([
        valueAt(body, "output.message"),
        { role: "user", content: [{ toolResult: { toolUseId, content: [{ text: outcome }] } }] },
      ]);
    },
    said: "output.message.content.0.text",
  },
  Llama: {
    modelId: "us.meta.llama3-1-70b-instruct-v1:0",
    first: { prompt: llamaTools("") },
    call: (body) => {
      const { name, parameters } = JSON.parse(textAt(body, "generation"));
      return [name, parameters, "tool_use"];
    },
    second: (body) => ({
      prompt: llamaTools(
        `${textAt(body, "generation")}<|eom_id|><|start_header_id|>ipython<|end_header_id|>\n\n${outcome}<|eot_id|>` +
          "<|start_header_id|>assistant<|end_header_id|>\n\n",
      ),
    }),
    said: "generation",
  },
  "Mistral Large 24.07": openAiConversation("mistral.mistral-large-2407-v1:0", "stop_reason"),
  Pixtral: openAiConversation("us.mistral.pixtral-large-2502-v1:0"),
  "gpt-oss": openAiConversation("openai.gpt-oss-20b-1:0"),
  Qwen: openAiConversation("qwen.qwen3-32b-v1:0"),
  "DeepSeek V3": openAiConversation("deepseek.v3-v1:0"),
  Jamba: openAiConversation("ai21.jamba-1-5-large-v1:0"),
  Writer: openAiConversation("us.writer.palmyra-x5-v1:0"),
  "Command R": {
    modelId: "cohere.command-r-plus-v1:0",
    first: commandBody(),
    call: (body) => [valueAt(body, "tool_calls.0.name"), valueAt(body, "tool_calls.0.parameters"), "tool_use"],
    second: (body) => ({
      ...commandBody(),
      tool_results: [{ call: valueAt(body, "tool_calls.0"), outputs: [{ result: outcome }] }],
    }),
    said: "text",
  },
};

function claudeBody(more: unknown[]): object {
  return {
    anthropic_version: "bedrock-2023-05-31",
    max_tokens: 500,
    tools: [{ name: described.name, description: described.description, input_schema: schema }],
    messages: [{ role: "user", content: question }, ...more],
  };
}

function novaBody(more: unknown[]): object {
  const { name, description } = described;
  return {
    messages: [{ role: "user", content: [{ text: question }] }, ...more],
    toolConfig: { tools: [{ toolSpec: { name, description, inputSchema: { json: schema } } }] },
  };
}

function llamaTools(rest: string): string {
  return (
    llama3(
      question,
      `You may call functions.\n\n${JSON.stringify({ type: "function", function: described }, null, 2)}`,
    ) + rest
  );
}

function commandBody(): object {
  const { name, description } = described;
  const definition = { description: "where", type: "str", required: true };
  return { message: question, tools: [{ name, description, parameter_definitions: { city: definition } }] };
}

function openAiConversation(modelId: string, reason = "finish_reason"): (typeof conversations)[string] {
  const body = (more: unknown[]): object => ({
    messages: [{ role: "user", content: question }, ...more],
    tools: [{ type: "function", function: described }],
    tool_choice: "auto",
  });
  const call = "choices.0.message.tool_calls.0";
  return {
    modelId,
    first: body([]),
    call: (answer) => [
      valueAt(answer, `${call}.function.name`),
      JSON.parse(textAt(answer, `${call}.function.arguments`)),
      valueAt(answer, `choices.0.${reason}`) === "tool_calls" ? "tool_use" : "?",
    ],
    second: (answer) =>
      body([
        valueAt(answer, "choices.0.message"),
        { role: "tool", tool_call_id: valueAt(answer, `${call}.id`), content: outcome },
      ]),
    said: "choices.0.message.content",
  };
}

describe("one conversation with a tool", () => {
  it.each(Object.keys(conversations))("[12] runs in the form of %s", async (name) => {
    const { [name]: conversation } = conversations;
    if (conversation === undefined) throw new Error(name);
    const { modelId, first, call, second, said } = conversation;
    const { body: asked } = await invoke(aws, modelId, first);
    expect(call(asked)).toEqual(["get_weather", { city: "Rome" }, "tool_use"]);
    const { body: answered } = await invoke(aws, modelId, second(asked));
    expect(valueAt(answered, said)).toContain(outcome);
  });

  it("[12] streams the arguments of calls in pieces, by their index", async () => {
    aws.chat.script({
      toolUse: [
        { name: "a", inputChunks: ['{"x"', ":1}"] },
        { name: "b", input: {} },
      ],
    });
    const tools = ["a", "b"].map((name) => ({ type: "function", function: { name } }));
    const chunks = await invokeStream(aws, "openai.gpt-oss-20b-1:0", { messages, tools });
    expect(chunks.map((chunk) => valueAt(chunk, "choices.0.delta.tool_calls.0"))).toEqual([
      undefined,
      {
        index: 0,
        id: expect.stringMatching(/^chatcmpl-tool-\w{32}$/),
        type: "function",
        function: { name: "a", arguments: "" },
      },
      { index: 0, function: { arguments: '{"x"' } },
      { index: 0, function: { arguments: ":1}" } },
      { index: 1, id: expect.any(String), type: "function", function: { name: "b", arguments: "" } },
      { index: 1, function: { arguments: "{}" } },
      undefined,
    ]);
  });

  it("[12] Mistral Large 24.07 streams its calls whole, in the last piece", async () => {
    aws.chat.script({ text: "Well.", toolUse: { name: "a", input: { x: 1 } } });
    const tools = [{ type: "function", function: { name: "a" } }];
    const chunks = await invokeStream(aws, "mistral.mistral-large-2407-v1:0", { messages, tools });
    expect(chunks.at(-1)).toMatchObject({
      choices: [
        {
          index: 0,
          message: {
            role: "assistant",
            content: "",
            tool_calls: [
              {
                id: expect.stringMatching(/^[a-zA-Z0-9]{9}$/),
                type: "function",
                function: { name: "a", arguments: '{"x":1}' },
              },
            ],
          },
          stop_reason: "tool_calls",
        },
      ],
    });
  });

  it("[12] Nova's own events are Converse's, under their names", async () => {
    aws.chat.script({ toolUse: { name: "get_weather", toolUseId: "t1", inputChunks: ["{}"] } });
    const chunks = await invokeStream(aws, "amazon.nova-lite-v1:0", novaBody([]));
    expect(chunks).toEqual([
      { messageStart: { role: "assistant" } },
      {
        contentBlockStart: {
          contentBlockIndex: 0,
          start: { toolUse: { toolUseId: "t1", name: "get_weather" } },
        },
      },
      { contentBlockDelta: { contentBlockIndex: 0, delta: { toolUse: { input: "" } } } },
      { contentBlockDelta: { contentBlockIndex: 0, delta: { toolUse: { input: "{}" } } } },
      { contentBlockStop: { contentBlockIndex: 0 } },
      { messageStop: { stopReason: "tool_use" } },
      {
        metadata: expect.objectContaining({ usage: expect.any(Object) }),
        "amazon-bedrock-invocationMetrics": expect.any(Object),
      },
    ]);
  });
});

const malformed = (problem: string): string =>
  `Malformed input request: ${problem}, please reformat your input and try again.`;
const user = (content: unknown): unknown => ({ role: "user", content });

const refused: readonly [what: string, modelId: string, body: unknown, message: string][] = [
  [
    "a stop list for Llama",
    "meta.llama3-8b-instruct-v1:0",
    { prompt: "a", stop: ["b"] },
    malformed("#: extraneous key [stop] is not permitted"),
  ],
  [
    "too many tokens for Llama",
    "meta.llama3-8b-instruct-v1:0",
    { prompt: "a", max_gen_len: 2_049 },
    malformed("#/max_gen_len: 2049 is not less or equal to 2048"),
  ],
  [
    "stop_sequences for Mistral",
    "mistral.mistral-7b-instruct-v0:2",
    { prompt: "a", stop_sequences: ["b"] },
    malformed("#: extraneous key [stop_sequences] is not permitted"),
  ],
  [
    "a stop list for Mistral Large 24.07",
    "mistral.mistral-large-2407-v1:0",
    { messages, stop: ["b"] },
    malformed("#: extraneous key [stop] is not permitted"),
  ],
  [
    "a foreign tool-call id for Mistral",
    "mistral.mistral-large-2407-v1:0",
    { messages: [user("a"), { role: "tool", tool_call_id: "tooluse_abc", content: "b" }] },
    "Tool call id was tooluse_abc but must be a-z, A-Z, 0-9, with a length of 9.",
  ],
  [
    "eleven stops for DeepSeek-R1",
    "us.deepseek.r1-v1:0",
    { prompt: "a", stop: Array.from({ length: 11 }, () => "x") },
    malformed("#/stop: expected maximum item count: 10, found: 11"),
  ],
  [
    "another model in the body",
    "openai.gpt-oss-20b-1:0",
    { messages, model: "gpt-4" },
    malformed("#/model: gpt-4 is not the model of the request, openai.gpt-oss-20b-1:0"),
  ],
  [
    "a stream where none is asked for",
    "openai.gpt-oss-20b-1:0",
    { messages, stream: true },
    malformed("#/stream: true does not agree with the operation InvokeModel"),
  ],
  [
    "an image by its address",
    "us.mistral.pixtral-large-2502-v1:0",
    { messages: [user([{ type: "image_url", image_url: { url: "https://example.com/a.png" } }])] },
    malformed("#/messages/0/content/0/image_url/url: the value is not a data URI of an image"),
  ],
  [
    "a reranker without documents",
    "cohere.rerank-v3-5:0",
    { query: "a", documents: [] },
    malformed("#/documents: expected minimum item count: 1, found: 0"),
  ],
  [
    "too many tokens for Nova",
    "amazon.nova-lite-v1:0",
    { messages: [user([{ text: "a" }])], inferenceConfig: { maxTokens: 10_001 } },
    malformed("#/inferenceConfig/maxTokens: 10001 is not less or equal to 10000"),
  ],
  [
    "five stops for Command",
    "cohere.command-text-v14",
    { prompt: "a", stop_sequences: ["1", "2", "3", "4", "5"] },
    malformed("#/stop_sequences: expected maximum item count: 4, found: 5"),
  ],
  [
    "a whole window for Llama 3",
    "meta.llama3-8b-instruct-v1:0",
    { prompt: "a".repeat(33_000) },
    "Input is too long for requested model.",
  ],
];

describe("[20] what the forms refuse", () => {
  it.each(refused)("V39 %s", async (_what, modelId, body, message) => {
    expect(await refusalOf(invoke(aws, modelId, body))).toEqual({ name: "ValidationException", message, status: 400 });
  });

  it("V39 a stream of Jurassic", async () => {
    expect(await refusalOf(invokeStream(aws, "ai21.j2-ultra-v1", { prompt: "a" }))).toMatchObject({
      message: "The model is unsupported for streaming.",
    });
  });

  it.each([
    ["that nobody says", "Hi", 'prompt must start with "\n\nHuman:" turn after an optional system prompt'],
    ["that is open", "\n\nHuman: Hi", 'prompt must end with "\n\nAssistant:" turn'],
  ])("V39 a prompt for Claude 2 %s, only in 2024", async (_what, prompt, problem) => {
    const strict = await createLocalAws({ validation: "strict2024" });
    onTestFinished(async () => await strict.close());
    const body = { prompt, max_tokens_to_sample: 5 };
    expect(await refusalOf(invoke(strict, "anthropic.claude-v2", body))).toMatchObject({
      message: `Invalid prompt: ${problem}`,
    });
    expect((await invoke(aws, "anthropic.claude-v2", body)).body).toMatchObject({ type: "completion" });
  });
});
