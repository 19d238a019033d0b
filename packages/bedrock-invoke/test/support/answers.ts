import type { BodyFormatName } from "../../src/index.ts";

/** An answer, whatever format it is written in. */
export interface Answer {
  readonly thought: string;
  readonly text: string;
  readonly calls: readonly { readonly id: string; readonly name: string; readonly args: Record<string, unknown> }[];
  readonly input: number;
  readonly output: number;
}

/** How a format writes an answer: at once, and in pieces. */
export interface AnswerWriter {
  readonly format: BodyFormatName;
  readonly model: string;
  readonly has: { readonly thoughts?: true; readonly calls?: true };
  readonly options?: Record<string, unknown>;
  whole(answer: Answer): object;
  /** @param cut - cuts a text into pieces */
  events(answer: Answer, cut: (text: string) => readonly string[]): readonly object[];
}

const metrics = ({ input, output }: Answer): object => ({
  "amazon-bedrock-invocationMetrics": { inputTokenCount: input, outputTokenCount: output },
});

const anthropicUsage = ({ input, output }: Answer): object => ({ input_tokens: input, output_tokens: output });

function anthropicBlocks({ thought, text, calls }: Answer): Record<string, unknown>[] {
  return [
    ...(thought === "" ? [] : [{ type: "thinking", thinking: thought, signature: "sig" }]),
    ...(text === "" ? [] : [{ type: "text", text }]),
    ...calls.map(({ id, name, args }) => ({ type: "tool_use", id, name, input: args })),
  ];
}

function anthropicBlockEvents(
  block: Record<string, unknown>,
  index: number,
  cut: (text: string) => readonly string[],
): object[] {
  const delta = (fields: object): object => ({ type: "content_block_delta", index, delta: fields });
  const start = (content_block: object): object => ({ type: "content_block_start", index, content_block });
  const stop = { type: "content_block_stop", index };
  switch (block["type"]) {
    case "thinking":
      return [
        start({ type: "thinking", thinking: "", signature: "" }),
        ...cut(String(block["thinking"])).map((thinking) => delta({ type: "thinking_delta", thinking })),
        delta({ type: "signature_delta", signature: block["signature"] }),
        stop,
      ];
    case "text":
      return [
        start({ type: "text", text: "" }),
        ...cut(String(block["text"])).map((text) => delta({ type: "text_delta", text })),
        stop,
      ];
    default:
      return [
        start({ ...block, input: {} }),
        ...cut(JSON.stringify(block["input"])).map((partial_json) => delta({ type: "input_json_delta", partial_json })),
        stop,
      ];
  }
}

const toolCalls = (answer: Answer, withIndex: boolean): object[] =>
  answer.calls.map(({ id, name, args }, index) => ({
    ...(withIndex && { index }),
    id,
    type: "function",
    function: { name, arguments: JSON.stringify(args) },
  }));

function completionEvents(answer: Answer, text: string, cut: (text: string) => readonly string[]): object[] {
  const event = (delta: object, finish_reason: string | null = null): object => ({
    id: "c",
    choices: [{ index: 0, delta, finish_reason }],
  });
  const callEvents = answer.calls.flatMap(({ id, name, args }, index) => [
    event({ tool_calls: [{ index, id, type: "function", function: { name, arguments: "" } }] }),
    ...cut(JSON.stringify(args)).map((piece) => event({ tool_calls: [{ index, function: { arguments: piece } }] })),
  ]);
  return [
    event({ role: "assistant", content: "" }),
    ...cut(text).map((content) => event({ content })),
    ...callEvents,
    event({}, "stop"),
    { id: "c", choices: [], ...metrics(answer) },
  ];
}

const openAiUsage = ({ input, output }: Answer): object => ({
  prompt_tokens: input,
  completion_tokens: output,
  total_tokens: input + output,
});

/** Every format with its own writer. */
export const writers: readonly AnswerWriter[] = [
  {
    format: "anthropic-messages",
    model: "us.anthropic.claude-sonnet-4-20250514-v1:0",
    has: { thoughts: true, calls: true },
    whole: (answer) => ({
      id: "msg_1",
      role: "assistant",
      content: anthropicBlocks(answer),
      stop_reason: "end_turn",
      stop_sequence: null,
      usage: anthropicUsage(answer),
    }),
    events: (answer, cut) => [
      { type: "message_start", message: { id: "msg_1", usage: { input_tokens: answer.input, output_tokens: 1 } } },
      ...anthropicBlocks(answer).flatMap((block, index) => anthropicBlockEvents(block, index, cut)),
      {
        type: "message_delta",
        delta: { stop_reason: "end_turn", stop_sequence: null },
        usage: { output_tokens: answer.output },
      },
      { type: "message_stop" },
    ],
  },
  {
    format: "anthropic-text",
    model: "anthropic.claude-v2",
    has: {},
    options: { bodyFormat: "anthropic-text" },
    whole: ({ text }) => ({ completion: text, stop_reason: "stop_sequence", stop: "\n\nHuman:" }),
    events: ({ text }, cut) => [
      ...cut(text).map((completion) => ({ completion, stop_reason: null, stop: null })),
      { completion: "", stop_reason: "stop_sequence", stop: "\n\nHuman:" },
    ],
  },
  {
    format: "titan-text",
    model: "amazon.titan-text-express-v1",
    has: {},
    whole: ({ text, input, output }) => ({
      inputTextTokenCount: input,
      results: [{ tokenCount: output, outputText: text, completionReason: "FINISH" }],
    }),
    events: ({ text, input, output }, cut) => [
      ...cut(text).map((outputText) => ({
        outputText,
        inputTextTokenCount: input,
        totalOutputTextTokenCount: null,
        completionReason: null,
      })),
      { outputText: "", inputTextTokenCount: input, totalOutputTextTokenCount: output, completionReason: "FINISH" },
    ],
  },
  {
    format: "nova",
    model: "us.amazon.nova-lite-v1:0",
    has: { thoughts: true, calls: true },
    options: { betaUseConverseApi: false },
    whole: ({ thought, text, calls, input, output }) => ({
      output: {
        message: {
          role: "assistant",
          content: [
            ...(thought === "" ? [] : [{ reasoningContent: { reasoningText: { text: thought } } }]),
            ...(text === "" ? [] : [{ text }]),
            ...calls.map(({ id, name, args }) => ({ toolUse: { toolUseId: id, name, input: args } })),
          ],
        },
      },
      stopReason: "end_turn",
      usage: { inputTokens: input, outputTokens: output },
    }),
    events: ({ thought, text, calls, input, output }, cut) => [
      { messageStart: { role: "assistant" } },
      ...cut(thought).map((piece) => ({
        contentBlockDelta: { delta: { reasoningContent: { reasoningText: { text: piece } } }, contentBlockIndex: 0 },
      })),
      ...cut(text).map((piece) => ({ contentBlockDelta: { delta: { text: piece }, contentBlockIndex: 1 } })),
      ...calls.flatMap(({ id, name, args }, at) => [
        { contentBlockStart: { start: { toolUse: { toolUseId: id, name } }, contentBlockIndex: at + 2 } },
        ...cut(JSON.stringify(args)).map((piece) => ({
          contentBlockDelta: { delta: { toolUse: { input: piece } }, contentBlockIndex: at + 2 },
        })),
        { contentBlockStop: { contentBlockIndex: at + 2 } },
      ]),
      { messageStop: { stopReason: "end_turn" } },
      { metadata: { usage: { inputTokens: input, outputTokens: output } } },
    ],
  },
  {
    format: "cohere-generate",
    model: "cohere.command-text-v14",
    has: {},
    whole: ({ text }) => ({ id: "g", generations: [{ id: "x", text, finish_reason: "COMPLETE" }] }),
    events: ({ text }, cut) => [
      ...cut(text).map((piece) => ({ text: piece, is_finished: false })),
      { text: "<EOS_TOKEN>", is_finished: true, finish_reason: "COMPLETE" },
    ],
  },
  {
    format: "cohere-chat",
    model: "cohere.command-r-v1:0",
    has: { calls: true },
    whole: ({ text, calls, input, output }) => ({
      text,
      generation_id: "g",
      finish_reason: "COMPLETE",
      tool_calls: calls.map(({ name, args }) => ({ name, parameters: args })),
      meta: { billed_units: { input_tokens: input, output_tokens: output } },
    }),
    events: ({ text, calls, input, output }, cut) => [
      { event_type: "stream-start", generation_id: "g" },
      ...cut(text).map((piece) => ({ event_type: "text-generation", text: piece })),
      ...(calls.length === 0
        ? []
        : [
            {
              event_type: "tool-calls-generation",
              tool_calls: calls.map(({ name, args }) => ({ name, parameters: args })),
            },
          ]),
      {
        event_type: "stream-end",
        finish_reason: "COMPLETE",
        response: { text, meta: { billed_units: { input_tokens: input, output_tokens: output } } },
      },
    ],
  },
  {
    format: "llama",
    model: "meta.llama3-8b-instruct-v1:0",
    has: {},
    whole: ({ text, input, output }) => ({
      generation: text,
      prompt_token_count: input,
      generation_token_count: output,
      stop_reason: "stop",
    }),
    events: (answer, cut) => [
      { generation: "", prompt_token_count: answer.input, generation_token_count: 0, stop_reason: null },
      ...cut(answer.text).map((generation, at) => ({
        generation,
        prompt_token_count: null,
        generation_token_count: at,
        stop_reason: null,
      })),
      {
        generation: "",
        prompt_token_count: null,
        generation_token_count: answer.output,
        stop_reason: "stop",
        ...metrics(answer),
      },
    ],
  },
  {
    format: "mistral-text",
    model: "mistral.mistral-7b-instruct-v0:2",
    has: {},
    whole: ({ text }) => ({ outputs: [{ text, stop_reason: "stop" }] }),
    events: ({ text }, cut) => [
      ...cut(text).map((piece) => ({ outputs: [{ text: piece, stop_reason: null }] })),
      { outputs: [{ text: "", stop_reason: "stop" }] },
    ],
  },
  {
    format: "mistral-chat",
    model: "mistral.mistral-large-2407-v1:0",
    has: { calls: true },
    whole: (answer) => ({
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: answer.text, tool_calls: toolCalls(answer, false) },
          stop_reason: "stop",
        },
      ],
    }),
    events: (answer, cut) => [
      ...cut(answer.text).map((content) => ({
        choices: [{ index: 0, message: { role: "assistant", content }, stop_reason: null }],
      })),
      {
        choices: [
          {
            index: 0,
            message: { role: "assistant", content: "", tool_calls: toolCalls(answer, false) },
            stop_reason: "stop",
          },
        ],
      },
    ],
  },
  ...[
    { model: "openai.gpt-oss-120b-1:0", open: "<reasoning>", close: "</reasoning>" },
    { model: "moonshot.kimi-k2-thinking", open: "<reasoning>", close: "</reasoning>" },
    { model: "qwen.qwen3-32b-v1:0", open: "", close: "" },
    { model: "ai21.jamba-1-5-large-v1:0", open: "", close: "" },
    { model: "deepseek.v3-v1:0", open: "", close: "" },
  ].map(({ model, open, close }): AnswerWriter => {
    const textOf = ({ thought, text }: Answer): string =>
      thought === "" || open === "" ? text : `${open}${thought}${close}${text}`;
    return {
      format: "openai-chat",
      model,
      has: { ...(open !== "" && { thoughts: true as const }), calls: true },
      whole: (answer) => ({
        id: "c",
        choices: [
          {
            index: 0,
            message: { role: "assistant", content: textOf(answer), tool_calls: toolCalls(answer, false) },
            finish_reason: "stop",
          },
        ],
        usage: openAiUsage(answer),
      }),
      events: (answer, cut) => completionEvents(answer, textOf(answer), cut),
    };
  }),
  {
    format: "openai-completions",
    model: "us.deepseek.r1-v1:0",
    has: { thoughts: true },
    whole: ({ thought, text }) => ({
      choices: [{ index: 0, text: `${thought}</think>\n\n${text}`, stop_reason: "stop" }],
    }),
    events: ({ thought, text }, cut) => [
      ...cut(`${thought}</think>\n\n${text}`).map((piece) => ({
        choices: [{ index: 0, text: piece, stop_reason: null }],
      })),
      { choices: [{ index: 0, text: "", stop_reason: "stop" }] },
    ],
  },
  {
    format: "openai-completions",
    model: "us.writer.palmyra-x4-v1:0",
    has: {},
    whole: ({ text }) => ({ id: "w", choices: [{ index: 0, text, finish_reason: "stop" }] }),
    events: ({ text }, cut) => [
      ...cut(text).map((piece) => ({ id: "w", choices: [{ index: 0, text: piece, finish_reason: null }] })),
      { id: "w", choices: [{ index: 0, text: "", finish_reason: "stop" }] },
    ],
  },
];
