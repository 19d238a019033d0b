// One conversation with a tool, on the bodies of five model families, whole and streamed. It brings its own endpoint, so
// no AWS account is needed.
//
//   pnpm build && node packages/bedrock-invoke/examples/tool-conversation.mjs
import { argv, stdout } from "node:process";
import { pathToFileURL } from "node:url";
import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { ChatBedrock } from "@langchain-aws/bedrock-invoke";
import { createLocalAws } from "@langchain-aws/local";

/** @import { BaseMessage } from "@langchain/core/messages" */
/** @import { LocalAws } from "@langchain-aws/local" */

/** The families, and what is special about each. */
export const families = [
  { family: "Claude", model: "us.anthropic.claude-sonnet-4-20250514-v1:0" },
  // Llama's body has no field for tools: they are described in the system text, and calls are read from the answer.
  { family: "Llama", model: "us.meta.llama3-3-70b-instruct-v1:0", inPrompt: true },
  { family: "Mistral", model: "mistral.mistral-large-2407-v1:0" },
  // Left to itself, Nova goes through Converse.
  { family: "Nova", model: "us.amazon.nova-lite-v1:0", options: { betaUseConverseApi: false } },
  { family: "gpt-oss", model: "openai.gpt-oss-120b-1:0" },
];

const question = new HumanMessage("How is the weather in Rome?");

const weather = {
  name: "weather",
  description: "Tells the weather of a city.",
  schema: { type: "object", properties: { city: { type: "string", description: "where" } }, required: ["city"] },
};

/** @param {Record<string, unknown>} args */
const tellWeather = ({ city }) => `20 degrees and sun in ${String(city)}`;

/** What the local endpoint answers: a call, in XML where the body has no other form, and then the answer. */
const callInXml = `<function_calls>
<invoke>
<tool_name>weather</tool_name>
<parameters>
<city>Rome</city>
</parameters>
</invoke>
</function_calls>`;

/**
 * The model of a family, its tool bound in the way the family has.
 *
 * @param {LocalAws} aws
 * @param {typeof families[number]} family
 */
function connect(aws, { model, inPrompt, options }) {
  const connection = { region: aws.region, credentials: aws.credentials, endpointUrl: aws.url };
  const plain = new ChatBedrock({ model, ...connection, ...options });
  return inPrompt === true ? plain.withToolsInPrompt([weather]) : plain.bindTools([weather]);
}

/**
 * Question, call, result, answer.
 *
 * @param {ReturnType<typeof connect>} model
 * @param {boolean} isStreamed
 */
async function converse(model, isStreamed) {
  /** @param {BaseMessage[]} messages */
  const ask = async (messages) => {
    if (!isStreamed) return model.invoke(messages);
    let sum;
    for await (const chunk of await model.stream(messages)) sum = sum === undefined ? chunk : sum.concat(chunk);
    if (sum === undefined) throw new Error("The stream gave nothing.");
    return sum;
  };
  const request = await ask([question]);
  const results = (request.tool_calls ?? []).map(
    ({ id = "", name, args }) => new ToolMessage({ content: tellWeather(args), tool_call_id: id, name }),
  );
  const answer = await ask([question, request, ...results]);
  return { results: results.map(({ text }) => text), answer: answer.text.trim() };
}

/**
 * Holds the conversation with every family, whole and streamed.
 *
 * @param {LocalAws} aws
 */
export async function* converseWithAll(aws) {
  for (const family of families) {
    const model = connect(aws, family);
    for (const isStreamed of [false, true]) {
      const call =
        family.inPrompt === true ? { text: callInXml } : { toolUse: { name: "weather", input: { city: "Rome" } } };
      aws.chat.script([call, { text: "It is 20 degrees and sunny in Rome." }]);
      const { results, answer } = await converse(model, isStreamed);
      const members = Object.keys(Object(aws.lastRequest()?.body));
      yield { family: family.family, isStreamed, results, answer, members };
    }
  }
}

if (import.meta.url === pathToFileURL(argv[1] ?? "").href) {
  const aws = await createLocalAws();
  try {
    for await (const { family, isStreamed, results, answer, members } of converseWithAll(aws)) {
      const way = isStreamed ? "streamed" : "whole";
      stdout.write(`${family}, ${way}: the tool says "${results.join()}", the model "${answer}"\n`);
      stdout.write(`  the body's members: ${members.join(", ")}\n`);
    }
  } finally {
    await aws.close();
  }
}
