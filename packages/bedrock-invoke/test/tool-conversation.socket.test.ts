import { useLocalAws } from "@langchain-aws/local/vitest";
import { expect, test } from "vitest";
import { converseWithAll, families } from "../examples/tool-conversation.mjs";

const aws = useLocalAws();

test("the example holds one conversation with a tool on the bodies of five families, whole and streamed", async () => {
  const held = [];
  for await (const conversation of converseWithAll(aws)) held.push(conversation);
  expect(held).toHaveLength(families.length * 2);
  for (const { results, answer } of held) {
    expect(results).toEqual(["20 degrees and sun in Rome"]);
    expect(answer).toBe("It is 20 degrees and sunny in Rome.");
  }
  const bodies = held.filter(({ isStreamed }) => !isStreamed).map(({ family, members }) => [family, members[0]]);
  expect(bodies).toEqual([
    ["Claude", "anthropic_version"],
    ["Llama", "prompt"],
    ["Mistral", "messages"],
    ["Nova", "schemaVersion"],
    ["gpt-oss", "messages"],
  ]);
});
