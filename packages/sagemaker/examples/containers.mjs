// Streams from four kinds of containers behind SageMaker endpoints: TGI, LMI, an OpenAI-style server, and one that takes
// and gives plain text. Then the same again, with a server in the style of OpenAI behind all of them. It brings its own
// AWS, so no account is needed.
//
//   pnpm build && node packages/sagemaker/examples/containers.mjs [http://127.0.0.1:11434/v1 [model]]
import { argv, stdout } from "node:process";
import { pathToFileURL } from "node:url";
import { createLocalAws } from "@langchain-aws/local";
import { ChatSagemaker, SagemakerEndpoint } from "@langchain-aws/sagemaker";
import { startOpenAiServer } from "./openai-server.mjs";

/** @import { LocalAws, LocalAwsOptions, Container } from "@langchain-aws/local" */

/**
 * The program: one question to each container. It knows endpoints and formats, and nothing of what is behind them.
 *
 * @param {LocalAws} aws
 * @param {string} question
 * @param {(text: string) => void} print
 * @returns {Promise<Record<string, string>>} the answers, by container
 */
export async function talk(aws, question, print) {
  const connection = { region: aws.region, credentials: aws.credentials, endpointUrl: aws.url };
  const maxTokens = { modelKwargs: { max_new_tokens: 200 } };
  const models = {
    tgi: new SagemakerEndpoint({ ...connection, ...maxTokens, endpointName: "my-tgi", contentHandler: "tgi" }),
    lmi: new SagemakerEndpoint({ ...connection, ...maxTokens, endpointName: "my-lmi", contentHandler: "lmi" }),
    openai: new ChatSagemaker({ ...connection, endpointName: "my-vllm" }),
    text: new SagemakerEndpoint({ ...connection, endpointName: "my-text", contentHandler: "text" }),
  };
  /** @type {Record<string, string>} */
  const answers = {};
  for (const [name, model] of Object.entries(models)) {
    print(name.padEnd(7));
    let answer = "";
    for await (const piece of await model.stream(question)) {
      const text = typeof piece === "string" ? piece : piece.text;
      if (text === "") continue;
      answer += text;
      print(`${text}|`);
    }
    print("\n");
    answers[name] = answer;
  }
  return answers;
}

/**
 * Four endpoints with ready containers, whose streams are cut into parts at any byte.
 *
 * @type {LocalAwsOptions}
 */
export const readyContainers = {
  endpoints: [
    { name: "my-tgi", container: "tgi", parts: "random" },
    { name: "my-lmi", container: "lmi", parts: "random" },
    { name: "my-vllm", container: "openai", parts: "random" },
    { name: "my-text", container: "text", parts: "random" },
  ],
};

/**
 * The same endpoints in front of a server in the style of OpenAI: one hands its requests through, the others put its
 * words into their own formats.
 *
 * @param {string} url up to `/v1`
 * @param {string} [model]
 * @returns {LocalAwsOptions}
 */
export function bridgeTo(url, model = "small") {
  const endpoints = readyContainers.endpoints?.map((endpoint) =>
    endpoint.name === "my-vllm" ? { ...endpoint, container: handThrough(url, model) } : endpoint,
  );
  return { endpoints, upstream: { url, model } };
}

/** @param {string} url @param {string} model @returns {Container} */
const handThrough =
  (url, model) =>
  (_body, _headers, { json, signal }) =>
    fetch(`${url}/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...Object(json), model }),
      signal,
    });

if (import.meta.url === pathToFileURL(argv[1] ?? "").href) {
  const question = "Why is the sky blue?";
  /** @param {string} text */
  const print = (text) => void stdout.write(text);
  const [, , url, model] = argv;
  print("Ready containers\n");
  {
    const aws = await createLocalAws(readyContainers);
    await talk(aws, question, print);
    await aws.close();
  }
  const server =
    url === undefined ? await startOpenAiServer((prompt) => `A small server heard: ${prompt} 😀`) : undefined;
  print(`\nBridged to ${url ?? server?.url}\n`);
  const aws = await createLocalAws(bridgeTo(url ?? server?.url ?? "", model));
  await talk(aws, question, print);
  await aws.close();
  server?.close();
}
