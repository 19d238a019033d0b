// Run by `npx langchain-aws-local run -- npx vitest run`: the variables of that command are all that leads to the loopback.
import { expect, it } from "vitest";
import { ask } from "./ask.mjs";

it("asks the model that the environment leads to", async () => {
  expect(await ask("How far is the moon?")).toContain("How far is the moon?");
});

it("is seen by the server that the command has started", async () => {
  const { LANGCHAIN_AWS_LOCAL_URL: url, LANGCHAIN_AWS_LOCAL_TOKEN: token = "" } = process.env;
  const answer = await fetch(`${url}/_local/requests`, { headers: { "x-local-token": token } });
  const { requests } = await answer.json();
  expect(requests).toMatchObject([{ operation: "Converse", status: 200, auth: { kind: "sigv4" } }]);
});
