import { createLocalAws } from "@langchain-aws/local";
import { expect, onTestFinished, test } from "vitest";
import { bridgeTo, readyContainers, talk } from "../examples/containers.mjs";
import { startOpenAiServer } from "../examples/openai-server.mjs";

const question = "Why is the sky blue? é😀";

test("one program streams from four kinds of containers", async () => {
  await using aws = await createLocalAws(readyContainers);
  let printed = "";
  const answers = await talk(aws, question, (text) => void (printed += text));
  expect(answers).toEqual({ tgi: question, lmi: question, openai: question, text: question });
  expect(aws.requests().every(({ operation }) => operation === "InvokeEndpointWithResponseStream")).toBe(true);
  // In pieces: each is followed by a bar.
  expect(printed.split("|").length).toBeGreaterThan(12);
});

test("the same program, bridged to a server in the style of OpenAI", async () => {
  const server = await startOpenAiServer((prompt) => `You asked: ${prompt}`);
  onTestFinished(() => server.close());
  await using aws = await createLocalAws(bridgeTo(server.url));
  const answer = `You asked: ${question}`;
  expect(await talk(aws, question, () => {})).toEqual({ tgi: answer, lmi: answer, openai: answer, text: answer });
  expect(server.requests).toBe(4);
});
