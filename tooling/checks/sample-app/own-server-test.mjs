// A server of the test file's own, scripted and with faults, beside that of the command.
import { useLocalAws } from "@langchain-aws/local/vitest";
import { expect, it, vi } from "vitest";
import { ask } from "./ask.mjs";

const aws = useLocalAws();

it("answers what the test says, after a throttled attempt", async () => {
  for (const [name, value] of Object.entries(aws.env())) vi.stubEnv(name, value);
  aws.chat.script([{ text: "It is 384,400 km away." }]);
  aws.faults.add({ match: { operation: "Converse" }, when: { nth: 1 }, do: { throttle: true } });
  expect(await ask("How far is the moon?")).toBe("It is 384,400 km away.");
  expect(aws.requests().map(({ status }) => status)).toEqual([429, 200]);
});
