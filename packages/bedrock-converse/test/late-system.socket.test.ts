import { useLocalAws } from "@langchain-aws/local/vitest";
import { expect, test } from "vitest";
import { A, H, S, tool, useWarnings } from "./build.ts";
import { connect } from "./connect.ts";

const model = "anthropic.claude-next";
const aws = useLocalAws({
  models: { extra: [{ id: model, inferenceTypes: ["ON_DEMAND"], lateSystemMessages: true }] },
});
useWarnings();

test("a model whose profile takes late system messages sees tools come and go with them", async () => {
  const seen: string[][] = [];
  aws.chat.on(/.*/, ({ tools }) => {
    seen.push(tools.map(({ name }) => name));
    return { text: "ok" };
  });
  const fields = { model, modelProfile: { midConversationTools: true } };
  const bound = connect(aws, fields).bindTools([tool("f"), tool("g")]);
  const history = [H("a"), S([{ toolRemoval: { tool: { name: "g" } } }]), A("ok"), H("b")];
  await bound.invoke(history);
  await bound.invoke([...history, A("ok"), H("c"), S(["take it", { toolAddition: { tool: { name: "g" } } }])]);
  expect(seen).toEqual([["f"], ["f", "g"]]);
});
