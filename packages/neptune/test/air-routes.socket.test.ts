import { useLocalAws } from "@langchain-aws/local/vitest";
import { expect, it } from "vitest";
import { openCypher, run, script, turtle } from "../examples/air-routes.mjs";

const aws = useLocalAws({ graphs: [{ openCypher, turtle }] });

it("[38, 72] answers a question from a graph of air routes in each language, over the real APIs", async () => {
  aws.chat.script(script);
  const printed: string[] = [];
  const answers = await run(aws, (line: string) => printed.push(line));
  expect(answers).toEqual([
    {
      query: expect.stringContaining("AND NOT (s)-[:ROUTE]->(b)"),
      result: "With one stop you reach Bogota, Frankfurt and Zurich.",
    },
    {
      query: expect.stringContaining("FILTER(?elevation > 1000)"),
      result: expect.stringContaining("Bogota (8,361 feet)"),
    },
  ]);
  // What the second model was told is what the engines found, and what the answers say.
  const prompts = aws.requests({ operation: /^Converse/ }).map(({ body }) => promptOf(body));
  expect(prompts).toHaveLength(4);
  expect(prompts[1]).toContain('<<<DATA\n{"city":"Bogota"}\n{"city":"Frankfurt"}\n{"city":"Zurich"}\nDATA>>>');
  expect(prompts[3]).toContain('<<<DATA\n{"city":"Bogota","elevation":8361}\n{"city":"Denver","elevation":5433}\n');
  expect(printed.join("")).toContain("openCypher: Which airports can I reach from Seattle");
});

function promptOf(body: unknown): string {
  const { messages } = body as { messages: { content: { text: string }[] }[] };
  return messages.flatMap(({ content }) => content.map(({ text }) => text)).join("\n");
}
