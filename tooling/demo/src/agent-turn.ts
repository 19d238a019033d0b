import type { ChatBedrockConverse } from "@langchain-aws/bedrock-converse";
import { AIMessageChunk, ToolMessage, type BaseMessage } from "@langchain/core/messages";
import { createAgent } from "langchain";

import { cyan, dim, green } from "./terminal.ts";
import { tools } from "./tools.ts";

/**
 * Asks the agent one question and prints what happens while it happens: tool calls, tool results, and the answer
 * token by token.
 *
 * @returns the text of the answer
 */
export async function agentTurn(model: ChatBedrockConverse, question: string): Promise<string> {
  const agent = createAgent({ model, tools, systemPrompt: "You help travellers. Use the tools; answer briefly." });
  const printer = new TurnPrinter();
  const stream = await agent.stream({ messages: [{ role: "user", content: question }] }, { streamMode: "messages" });
  for await (const [message] of stream) printer.print(message);
  printer.end();
  return printer.answer;
}

class TurnPrinter {
  answer = "";
  #open: "none" | "call" | "text" = "none";

  print(message: BaseMessage): void {
    if (message instanceof ToolMessage) {
      this.#line(`  ${green("result")}  ${message.text}`);
    } else if (message instanceof AIMessageChunk) {
      this.#printModel(message);
    }
  }

  end(): void {
    if (this.#open !== "none") process.stdout.write("\n");
    this.#open = "none";
  }

  #printModel(chunk: AIMessageChunk): void {
    for (const call of chunk.tool_call_chunks ?? []) {
      if (call.name) {
        this.end();
        process.stdout.write(`  ${cyan("calls")}   ${call.name} `);
        this.#open = "call";
      }
      process.stdout.write(dim(call.args ?? ""));
    }
    if (chunk.text === "") return;
    if (this.#open !== "text") {
      this.end();
      process.stdout.write(`  ${cyan("answers")} `);
      this.#open = "text";
    }
    process.stdout.write(chunk.text);
    this.answer += chunk.text;
  }

  #line(text: string): void {
    this.end();
    process.stdout.write(`${text}\n`);
  }
}
