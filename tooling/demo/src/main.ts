import { ChatBedrockConverse, type ChatBedrockConverseInput } from "@langchain-aws/bedrock-converse";
import { createLocalAws, type LocalAws } from "@langchain-aws/local";

import { agentTurn } from "./agent-turn.ts";
import { parseArguments, type DemoArguments } from "./arguments.ts";
import { brokenStreamTurn, throttledTurn } from "./bad-days.ts";
import { contentTurns } from "./content-turns.ts";
import { graphTurn } from "./graph.ts";
import { retrievalTurn } from "./retrieval.ts";
import { summarise } from "./summary.ts";
import { bold, dim, heading, red, say } from "./terminal.ts";

const question =
  "I fly to Lisbon tomorrow with 250 USD. Use weather_forecast for Lisbon, " +
  "and convert_currency for 250 from USD to EUR.";

async function main(): Promise<void> {
  // On Node 20 the SDK announces, with nine lines at its first client, that it will want Node 22 one day.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  const options = parseArguments(process.argv.slice(2));
  await (options.live ? runLive(options) : runLocally(options));
}

async function runLive({ model, region }: DemoArguments): Promise<void> {
  say(`${bold("LangChain on AWS")}  an agent on ChatBedrockConverse, on real AWS: ${model}`);
  await trip(new ChatBedrockConverse({ model, ...(region && { region }) }));
}

async function runLocally({ model, store }: DemoArguments): Promise<void> {
  const started = performance.now();
  const aws = await createLocalAws();
  try {
    await tour(aws, { model, store }, started);
  } finally {
    await aws.close();
  }
}

async function tour(
  aws: LocalAws,
  { model, store }: Pick<DemoArguments, "model" | "store">,
  started: number,
): Promise<void> {
  say(`${bold("LangChain on AWS")}  an agent on ChatBedrockConverse, with no AWS account`);
  say(dim(`${aws.url} answers as Amazon Bedrock, started in ${Math.round(performance.now() - started)} ms`));

  const chat = chatOn(aws, model, { maxTokens: 400, temperature: 0 });
  await trip(chat);
  await throttledTurn(aws, chat);
  await brokenStreamTurn(aws, chat);
  const retrieved = await retrievalTurn(store);
  await contentTurns(chat, chatOn(aws, model, { maxTokens: 2000, thinking: { type: "enabled", budget_tokens: 1024 } }));
  const graphed = await graphTurn(model);
  summarise([...aws.requests(), ...retrieved, ...graphed], performance.now() - started);
}

function chatOn(aws: LocalAws, model: string, options: ChatBedrockConverseInput): ChatBedrockConverse {
  return new ChatBedrockConverse({
    model,
    region: aws.region,
    endpointUrl: aws.url,
    credentials: aws.credentials,
    ...options,
  });
}

async function trip(chat: ChatBedrockConverse): Promise<void> {
  heading("1. An agent with two tools");
  say(`  ${dim(question)}`);
  await agentTurn(chat, question);
}

try {
  await main();
} catch (error) {
  say(red(error instanceof Error ? error.message : String(error)));
  process.exitCode = 1;
}
