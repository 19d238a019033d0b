import { disposeAllClients } from "@langchain-aws/aws-auth";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { afterEach, expect, test } from "vitest";
import { readRepository, run } from "../examples/answer-with-citations.mjs";

const aws = useLocalAws();

afterEach(async () => {
  await disposeAllClients();
});

test("the repository's own documents are found with a filter, and cited by the model that answers from them", async () => {
  let printed = "";
  const { found, text, sources } = await run(
    aws,
    "Why is there a reader for event streams?",
    (line: string) => (printed += line),
  );
  const kinds = (await readRepository()).map(({ metadata }) => metadata["kind"]);
  expect(new Set(kinds)).toEqual(new Set(["decision", "guide"]));
  expect(found.length).toBe(4);
  for (const { metadata } of found) expect(metadata["source_metadata"]).toMatchObject({ kind: "decision" });
  const foundSources = found.map(({ metadata }) => String(metadata["source"]));
  for (const source of foundSources) expect(source).toMatch(/^docs\/decisions\/.*\.md$/);
  expect(sources.length).toBeGreaterThan(0);
  expect(foundSources).toEqual(expect.arrayContaining(sources));
  expect(text).toContain("[1]");
  expect(printed).toContain(`[1] ${sources[0]}`);

  aws.expectRequest({
    operation: "Retrieve",
    status: 200,
    body: {
      retrievalConfiguration: { vectorSearchConfiguration: { filter: { equals: { key: "kind", value: "decision" } } } },
    },
  });
  const [asked] = aws.requests({ operation: "Converse" });
  expect(asked?.body).toMatchObject({
    messages: [
      {
        content: [
          ...found.map(({ metadata }) => ({
            searchResult: { source: metadata["source"], citations: { enabled: true } },
          })),
          { text: "Why is there a reader for event streams?" },
        ],
      },
    ],
  });
  expect(aws.requests().length).toBe(2);
});
