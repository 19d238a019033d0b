import { describe, expect, it } from "vitest";
import { A, build, H, models, S, tool } from "../../test/build.ts";
import { parseResponse } from "../response/parse-response.ts";
import { toReplyContext } from "../response/reply-context.ts";
import { resolveOptions, resolveSettings } from "../resolve-options.ts";

const conversation = [S("a"), H("b"), A("c"), S("d"), H("e")];
const inPlace = [
  { role: "user", content: [{ text: "b" }] },
  { role: "assistant", content: [{ text: "c" }] },
  { role: "system", content: [{ text: "d" }] },
  { role: "user", content: [{ text: "e" }] },
];
const native = { midConversationSystem: "native" } as const;

describe("late system messages", () => {
  it.each([{ midConversationSystemMessages: true }, { midConversationTools: true }])(
    "stay in place where the profile says %j",
    (modelProfile) => {
      const request = build(conversation, { modelProfile });
      expect(request.system).toEqual([{ text: "a" }]);
      expect(request.messages).toEqual(inPlace);
    },
  );

  it("are moved up where the profile says nothing, and where the caller asks for it", () => {
    const modelProfile = { midConversationSystemMessages: true };
    for (const fields of [{}, { modelProfile, midConversationSystem: "hoist" as const }]) {
      expect(build(conversation, fields).system).toEqual([{ text: "a" }, { text: "d" }]);
    }
  });

  it("follow the profile of the model of the call, not of the constructor", () => {
    const fields = { modelProfile: { midConversationSystemMessages: true } };
    expect(build(conversation, fields, { model: models.nova }).system).toEqual([{ text: "a" }, { text: "d" }]);
  });
});

describe("changes of the tools", () => {
  const addition = { toolAddition: { tool: { name: "f" } } };
  const removal = { toolRemoval: { tool: { name: "g" } } };

  it("stand in the system message that makes them, in every spelling", () => {
    const late = S(["now", addition, { type: "tool_removal", ...removal }, { type: "non_standard", value: removal }]);
    const { messages } = build([H("a"), late], native, { tools: [tool("f"), tool("g")] });
    expect(messages).toEqual([
      { role: "user", content: [{ text: "a" }] },
      { role: "system", content: [{ text: "now" }, addition, removal, removal] },
    ]);
  });

  it("name tools as the model knows them", () => {
    const late = S([{ toolRemoval: { tool: { name: "my-tool" } } }]);
    const { messages } = build([H("a"), late], { ...native, model: models.nova }, { tools: [tool("my-tool")] });
    expect(messages?.at(-1)).toEqual({ role: "system", content: [{ toolRemoval: { tool: { name: "my_tool" } } }] });
  });

  it.each([
    ["at the beginning", [S([addition]), H("a")], native, /after the first turn only.*message 0/],
    ["moved up", [H("a"), S(["x", addition])], {}, /`midConversationSystem` to "native".*message 1/],
    ["as user text", [H("a"), S([removal])], { midConversationSystem: "user" as const }, /"native"/],
  ])("are refused %s", (_, messages, fields, expected) => {
    expect(() => build(messages, fields)).toThrow(expected);
  });

  it("come back out of a reply, and go in again with the history", () => {
    const context = toReplyContext(resolveOptions(resolveSettings({ model: models.claude })));
    const content = [{ text: "ok" }, addition, removal];
    const reply = parseResponse(
      {
        output: { message: { role: "assistant", content } },
        $metadata: {},
        stopReason: "end_turn",
        usage: undefined,
        metrics: undefined,
      },
      context,
    );
    expect(reply.content).toEqual([
      { type: "text", text: "ok" },
      { type: "non_standard", value: addition },
      { type: "non_standard", value: removal },
    ]);
    expect(build([H("a"), reply, H("b")]).messages?.[1]).toEqual({ role: "assistant", content });
  });
});
