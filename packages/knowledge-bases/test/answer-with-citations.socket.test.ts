import { disposeAllClients } from "@langchain-aws/aws-auth";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { afterEach, expect, test } from "vitest";
import { readRepository, run } from "../examples/answer-with-citations.mjs";

const aws = useLocalAws();

afterEach(async () => {
  await disposeAllClients();
});

test("the repository's own documents are found with a filter in both services, and cited by the model that answers from them", async () => {
  const question = "Why is there a reader for event streams?";
  let printed = "";
  const { found, text, sources } = await run(aws, question, (line: string) => (printed += line));
  const kinds = (await readRepository()).map(({ metadata }) => metadata["kind"]);
  expect(new Set(kinds)).toEqual(new Set(["decision", "guide"]));
  expect(found.map(({ from }) => from)).toEqual([...Array(3).fill("knowledge base"), ...Array(3).fill("Kendra")]);
  for (const { source } of found) expect(source).toMatch(/^docs\/decisions\/.*\.md$/);
  expect(sources.length).toBeGreaterThan(0);
  expect(found.map(({ source }) => source)).toEqual(expect.arrayContaining(sources));
  expect(text).toContain("[1]");
  expect(printed).toContain(`[1] ${sources[0]}`);

  aws.expectRequest({
    service: "bedrock-agent-runtime",
    operation: "Retrieve",
    status: 200,
    body: {
      retrievalConfiguration: { vectorSearchConfiguration: { filter: { equals: { key: "kind", value: "decision" } } } },
    },
  });
  aws.expectRequest({
    service: "kendra",
    operation: "Retrieve",
    status: 200,
    body: { AttributeFilter: { EqualsTo: { Key: "kind", Value: { StringValue: "decision" } } } },
  });
  const [asked] = aws.requests({ operation: "Converse" });
  expect(asked?.body).toMatchObject({
    messages: [
      {
        content: [
          ...found.map(({ source, title }) => ({ searchResult: { source, title, citations: { enabled: true } } })),
          { text: question },
        ],
      },
    ],
  });
  expect(aws.requests().length).toBe(3);
});
