import type { ChatBedrockConverse } from "@langchain-aws/bedrock-converse";
import { HumanMessage, SystemMessage, type AIMessageChunk } from "@langchain/core/messages";

import { cyan, dim, heading, say } from "./terminal.ts";

/** A red square of eight pixels a side: the smallest picture that a model would accept. */
const picture = "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC";

const handbook = Array.from(
  { length: 400 },
  (_, index) => `Rule ${index + 1}: travellers on route ${index + 1} show their ticket before platform ${index % 9}.`,
).join("\n");

/** An image in LangChain's standard form, a model that thinks before it answers, and a long prompt that is paid for once. */
export async function contentTurns(chat: ChatBedrockConverse, thinker: ChatBedrockConverse): Promise<void> {
  heading("5. An image, a thought, a cached prompt");
  await imageTurn(chat);
  await thoughtTurn(thinker);
  await cachedTurn(chat);
}

async function imageTurn(chat: ChatBedrockConverse): Promise<void> {
  const content = [
    { type: "text" as const, text: "Say in one word which colour this ticket has." },
    { type: "image" as const, mimeType: "image/png", data: picture },
  ];
  const reply = await chat.invoke([new HumanMessage({ content })]);
  line("image", `${reply.usage_metadata?.input_tokens} tokens in: ${reply.text}`);
}

async function thoughtTurn(thinker: ChatBedrockConverse): Promise<void> {
  let thoughts = "";
  let answer = "";
  for await (const chunk of await thinker.stream("Which of 3 and 17 is larger?")) {
    thoughts += reasoningOf(chunk);
    answer += chunk.text;
  }
  line("thinks", dim(thoughts));
  line("answers", answer);
}

async function cachedTurn(chat: ChatBedrockConverse): Promise<void> {
  const system = new SystemMessage({
    content: [{ type: "text", text: handbook, cache_control: { type: "ephemeral" } }],
  });
  for (const question of ["What does rule 7 say?", "What does rule 8 say?"]) {
    const { usage_metadata: usage } = await chat.invoke([system, new HumanMessage(question)]);
    const { cache_creation = 0, cache_read = 0 } = usage?.input_token_details ?? {};
    line("cache", `${usage?.input_tokens} tokens in, ${cache_creation} written, ${cache_read} read from the cache`);
  }
}

function reasoningOf(chunk: AIMessageChunk): string {
  if (typeof chunk.content === "string") return "";
  return chunk.content.map((block) => ("reasoning" in block ? String(block["reasoning"]) : "")).join("");
}

function line(name: string, text: string): void {
  say(`  ${cyan(name.padEnd(8))}${text}`);
}
