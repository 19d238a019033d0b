import type { ChatBedrockConverse } from "@langchain-aws/bedrock-converse";
import type { LocalAws } from "@langchain-aws/local";

import { agentTurn } from "./agent-turn.ts";
import { dim, green, heading, red, say } from "./terminal.ts";

const question = "What does weather_forecast say for Oslo?";

/** The same agent while the service throttles: the user sees the answer, a little later. */
export async function throttledTurn(aws: LocalAws, chat: ChatBedrockConverse): Promise<void> {
  heading("2. The service throttles the next two requests");
  aws.faults.add({ match: { operation: "ConverseStream" }, when: { times: 2 }, do: { throttle: true } });
  const before = aws.requests().length;
  say(`  ${dim(question)}`);
  await agentTurn(chat, question);
  const made = aws.requests().slice(before);
  const throttled = made.filter((entry) => entry.status === 429).length;
  say(
    `  ${green("fine")}    ${throttled} of ${made.length} requests were throttled; the SDK waited and sent them again`,
  );
  aws.faults.clear();
}

/** The same agent while a stream breaks half way: what was said is on the screen, and the error says what to do. */
export async function brokenStreamTurn(aws: LocalAws, chat: ChatBedrockConverse): Promise<void> {
  heading("3. The stream breaks after its fourth event");
  aws.faults.add({
    match: { operation: "ConverseStream" },
    do: { afterEvents: 4, exception: { type: "throttlingException", message: "Too many tokens, please wait." } },
  });
  say(`  ${dim(question)}`);
  try {
    await agentTurn(chat, question);
    throw new Error("The stream was to break, and did not.");
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "BedrockStreamError") throw error;
    say(`\n  ${red(error.name)} ${error.message}`);
  } finally {
    aws.faults.clear();
  }
}
