import type { BodyFormatName } from "../../src/index.ts";

/** Events of a model, as InvokeModelWithResponseStream wraps them. */
export function wrapped(events: readonly unknown[]): Record<string, unknown>[] {
  return events.map((event) => ({ chunk: { bytes: Buffer.from(JSON.stringify(event)).toString("base64") } }));
}

/** A plain answer in each format. */
export const plainReplies: Readonly<Record<BodyFormatName, object>> = {
  "anthropic-messages": {
    id: "msg_1",
    type: "message",
    role: "assistant",
    content: [{ type: "text", text: "ok" }],
    stop_reason: "end_turn",
    stop_sequence: null,
    usage: { input_tokens: 1, output_tokens: 1 },
  },
  "anthropic-text": { completion: " ok", stop_reason: "stop_sequence", stop: "\n\nHuman:" },
  "titan-text": {
    inputTextTokenCount: 1,
    results: [{ tokenCount: 1, outputText: "ok", completionReason: "FINISH" }],
  },
  nova: {
    output: { message: { role: "assistant", content: [{ text: "ok" }] } },
    stopReason: "end_turn",
    usage: { inputTokens: 1, outputTokens: 1 },
  },
  "cohere-generate": { id: "g", generations: [{ id: "x", text: "ok", finish_reason: "COMPLETE" }], prompt: "p" },
  "cohere-chat": { text: "ok", generation_id: "g", finish_reason: "COMPLETE" },
  "ai21-j2": { id: 1, completions: [{ data: { text: "ok" }, finishReason: { reason: "endoftext" } }] },
  llama: { generation: "ok", prompt_token_count: 1, generation_token_count: 1, stop_reason: "stop" },
  "mistral-text": { outputs: [{ text: "ok", stop_reason: "stop" }] },
  "mistral-chat": { choices: [{ index: 0, message: { role: "assistant", content: "ok" }, stop_reason: "stop" }] },
  "openai-chat": {
    id: "c",
    choices: [{ index: 0, message: { role: "assistant", content: "ok" }, finish_reason: "stop" }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  },
  "openai-completions": { choices: [{ index: 0, text: "ok", stop_reason: "stop" }] },
};

/** The events of a plain answer in each format that streams. */
export const plainEvents: Readonly<Partial<Record<BodyFormatName, readonly unknown[]>>> = {
  "anthropic-messages": [
    { type: "message_start", message: { id: "msg_1", usage: { input_tokens: 1 } } },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "ok" } },
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: "end_turn", stop_sequence: null }, usage: { output_tokens: 1 } },
    { type: "message_stop" },
  ],
  "cohere-generate": [
    { text: "ok", is_finished: false },
    { text: "<EOS_TOKEN>", is_finished: true, finish_reason: "COMPLETE" },
  ],
};

/** The format of a request, by what it was said to be or by a member that only it has. */
export function formatOf(options: object, body: object): BodyFormatName {
  if ("bodyFormat" in options) return options.bodyFormat as BodyFormatName;
  const members = Object.keys(body);
  const found = marks.find(([member]) => members.includes(member));
  return found?.[1] ?? "llama";
}

const marks: readonly [string, BodyFormatName][] = [
  ["anthropic_version", "anthropic-messages"],
  ["schemaVersion", "nova"],
  ["inputText", "titan-text"],
  ["message", "cohere-chat"],
  ["messages", "openai-chat"],
];
