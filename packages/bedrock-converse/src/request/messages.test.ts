import { type AIMessage, ChatMessage, FunctionMessage, RemoveMessage } from "@langchain/core/messages";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { A, build, call, contentOf, H, models, S, T, tool, useWarnings } from "../../test/build.ts";

const warnings = useWarnings();
const bound = { tools: [tool("f"), tool("g")] };

describe("turns", () => {
  test("[1] sends a text as one user message and nothing else", () => {
    expect(build("hi")).toEqual({ modelId: models.claude, messages: [{ role: "user", content: [{ text: "hi" }] }] });
  });

  test("[14] moves every system message into the system text", () => {
    expect(build([S("a"), H("b"), S("c")])).toEqual({
      modelId: models.claude,
      system: [{ text: "a" }, { text: "c" }],
      messages: [{ role: "user", content: [{ text: "b" }] }],
    });
  });

  test("[14] keeps late system messages in place as notes of the user when asked", () => {
    const request = build([S("a"), H("b"), S("c")], { midConversationSystem: "user" });
    expect(request.system).toEqual([{ text: "a" }]);
    expect(contentOf(request)).toEqual([{ text: "b" }, { text: "[System note] c" }]);
    const early = build([S("a"), S("b"), H("c")], { midConversationSystem: "user" });
    expect([early.system, contentOf(early)]).toEqual([[{ text: "a" }, { text: "b" }], [{ text: "c" }]]);
  });

  test("sends late system messages as they are when asked", () => {
    expect(build([H("b"), S("c")], { midConversationSystem: "native" }).messages).toEqual([
      { role: "user", content: [{ text: "b" }] },
      { role: "system", content: [{ text: "c" }] },
    ]);
  });

  test("[15] puts the constructor's system blocks first, cache points and guarded text among them", () => {
    const guarded = { type: "guard_content", guardContent: { text: { text: "g" } } };
    const request = build([S(["s", guarded]), H("b")], { system: ["x", { cachePoint: { type: "default" } }] });
    expect(request.system).toEqual([
      { text: "x" },
      { cachePoint: { type: "default" } },
      { text: "s" },
      { guardContent: { text: { text: "g" } } },
    ]);
  });

  test("splits a system object of several members in the order text, guardContent, cachePoint", () => {
    const joined = { cachePoint: { type: "default" }, text: "x" };
    // @ts-expect-error -- Python takes such objects, the SDK's types do not
    expect(build("b", { system: [joined] }).system).toEqual([{ text: "x" }, { cachePoint: { type: "default" } }]);
  });

  test("sends what a system object holds besides what its type says", () => {
    const cachePoint = { type: "default" };
    const blocks = [
      { type: "text", text: "x", cachePoint },
      { type: "guard_content", text: "g", cachePoint },
    ];
    expect(build([S(blocks), H("b")]).system).toEqual([
      { text: "x" },
      { cachePoint },
      { guardContent: { text: { text: "g" } } },
      { cachePoint },
    ]);
  });

  test("sends no cache point for blank system text", () => {
    const blank = { type: "text", text: " ", cache_control: { type: "ephemeral" } };
    expect(build([S([blank]), H("b")])).not.toHaveProperty("system");
  });

  test("refuses system content the service has no member for", () => {
    expect(() => build([S([{ type: "image_url", image_url: "data:image/png;base64,eA==" }]), H("b")])).toThrow(
      /"image_url".*message 0, system, block 0/,
    );
  });

  test("[16] joins neighbours of one role", () => {
    expect(build([H("a"), H("b")]).messages).toEqual([{ role: "user", content: [{ text: "a" }, { text: "b" }] }]);
    expect(build([H("a"), A("b"), A("c"), H("d")]).messages).toEqual([
      { role: "user", content: [{ text: "a" }] },
      { role: "assistant", content: [{ text: "b" }, { text: "c" }] },
      { role: "user", content: [{ text: "d" }] },
    ]);
  });

  test("[17] joins parallel tool results and the user's next words into one turn", () => {
    const calls = [call("1", "f"), call("2", "g")];
    expect(build([H("a"), A("", { tool_calls: calls }), T("x", "1"), T("y", "2"), H("b")], {}, bound).messages).toEqual(
      [
        { role: "user", content: [{ text: "a" }] },
        {
          role: "assistant",
          content: [
            { toolUse: { toolUseId: "1", name: "f", input: {} } },
            { toolUse: { toolUseId: "2", name: "g", input: {} } },
          ],
        },
        {
          role: "user",
          content: [
            { toolResult: { toolUseId: "1", content: [{ text: "x" }] } },
            { toolResult: { toolUseId: "2", content: [{ text: "y" }] } },
            { text: "b" },
          ],
        },
      ],
    );
  });

  test.each([
    ["user", "user"],
    ["human", "user"],
    ["assistant", "assistant"],
    ["ai", "assistant"],
  ])("takes a ChatMessage of the role %s as the %s's", (given, role) => {
    expect(build([new ChatMessage({ role: given, content: "x" })]).messages).toEqual([
      { role, content: [{ text: "x" }] },
    ]);
  });

  test("takes a ChatMessage of the roles system and developer as system text", () => {
    const messages = [new ChatMessage("a", "system"), new ChatMessage("b", "developer"), H("c")];
    expect(build(messages).system).toEqual([{ text: "a" }, { text: "b" }]);
  });

  test("takes a FunctionMessage without an id as the user's text", () => {
    expect(build([new FunctionMessage({ content: "x", name: "f" })]).messages).toEqual([
      { role: "user", content: [{ text: "x" }] },
    ]);
  });

  test.each([
    ["remove", new RemoveMessage({ id: "1" })],
    ["critic", new ChatMessage("x", "critic")],
    ["tool, as a ChatMessage", new ChatMessage("x", "tool")],
    ["function, as a ChatMessage", new ChatMessage("x", "function")],
  ])("refuses messages of the type %s", (kind, message) => {
    expect(() => build([message])).toThrow(`Unsupported message type: ${kind} (message 0)`);
  });
});

describe("blank text", () => {
  test("[19] stands a placeholder for a message without content, and drops blank text elsewhere", () => {
    expect(contentOf(build("  "))).toEqual([{ text: "." }]);
    expect(contentOf(build([H(""), H("x")]))).toEqual([{ text: "x" }]);
    const image = { image: { format: "png", source: { bytes: new Uint8Array([1]) } } };
    expect(contentOf(build([H([{ type: "text", text: " \n" }, image])]))).toEqual([image]);
  });

  test("[20] sends a placeholder for a conversation without turns", () => {
    expect(build([])).toEqual({ modelId: models.claude, messages: [{ role: "user", content: [{ text: "." }] }] });
    expect(build([S("s")])).toEqual({
      modelId: models.claude,
      system: [{ text: "s" }],
      messages: [{ role: "user", content: [{ text: "." }] }],
    });
  });

  test("uses the placeholder it is given, and refuses a blank one", () => {
    expect(contentOf(build("", { emptyContentPlaceholder: "(empty)" }))).toEqual([{ text: "(empty)" }]);
    expect(() => build("", { emptyContentPlaceholder: " " })).toThrow(/emptyContentPlaceholder/);
  });

  test("[21] trims the end of a prefill, not of earlier answers, and not the caller's message", () => {
    const last = A("pre  \n");
    expect(build([H("a"), A("b "), H("c"), last]).messages).toEqual([
      { role: "user", content: [{ text: "a" }] },
      { role: "assistant", content: [{ text: "b " }] },
      { role: "user", content: [{ text: "c" }] },
      { role: "assistant", content: [{ text: "pre" }] },
    ]);
    expect(last.content).toBe("pre  \n");
  });

  test("trims the end of a prefill that a cache point or a blank message follows", () => {
    const point = { cachePoint: { type: "default" } };
    const ofLast = (last: readonly AIMessage[]) => build([H("a"), ...last]).messages?.at(-1)?.content;
    expect(ofLast([A([{ type: "text", text: "pre  ", cache_control: { type: "ephemeral" } }])])).toEqual([
      { text: "pre" },
      point,
    ]);
    expect(ofLast([A("pre  "), A("  ")])).toEqual([{ text: "pre" }]);
  });

  test("drops a cache point that nothing stands before", () => {
    expect(contentOf(build([H([{ cachePoint: { type: "default" } }, "x"])]))).toEqual([{ text: "x" }]);
  });
});

describe("tool history", () => {
  test("[45] writes tool calls as text when no tool is bound, with one warning", () => {
    const messages = [H("a"), A("b", { tool_calls: [call("1", "f", { x: 1 })] }), T("out", "1")];
    expect(build(messages)).toEqual({
      modelId: models.claude,
      messages: [
        { role: "user", content: [{ text: "a" }] },
        { role: "assistant", content: [{ text: "b" }, { text: '[Called f with parameters: {"x":1}]' }] },
        { role: "user", content: [{ text: "[Tool output: out]" }] },
      ],
    });
    build(messages);
    expect(warnings.texts).toEqual([expect.stringContaining("no tool is bound")]);
  });

  test("keeps the media of a tool result that becomes text", () => {
    const image = { image: { format: "png", source: { bytes: new Uint8Array([1]) } } };
    const messages = [H("a"), A("", { tool_calls: [call("1", "f")] }), T(["x", { json: { y: 1 } }, image], "1")];
    expect(build(messages).messages?.at(-1)?.content).toEqual([{ text: '[Tool output: x\n{"y":1}]' }, image]);
  });

  test("[46] maps an id the service refuses to the same legal one in use and result", () => {
    const messages = [H("a"), A("", { tool_calls: [call("functions.f:0", "f")] }), T("x", "functions.f:0")];
    const [, assistant, user] = build(messages, {}, bound).messages ?? [];
    const id = assistant?.content?.[0]?.toolUse?.toolUseId;
    expect(id).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
    expect(user?.content?.[0]?.toolResult?.toolUseId).toBe(id);
    expect(build(messages, {}, bound)).toEqual(build(messages, {}, bound));
  });

  test("[46] gives Mistral ids of nine alphanumerics", () => {
    const messages = [H("a"), A("", { tool_calls: [call("tooluse_abc", "f")] }), T("x", "tooluse_abc")];
    const [, assistant, user] = build(messages, { model: models.mistral }, bound).messages ?? [];
    const id = assistant?.content?.[0]?.toolUse?.toolUseId;
    expect(id).toMatch(/^[a-zA-Z0-9]{9}$/);
    expect(user?.content?.[0]?.toolResult?.toolUseId).toBe(id);
  });

  test("repairs tool names of the history", () => {
    const messages = [
      H("a"),
      A("", { tool_calls: [call("1", "bad.name!"), call("2", "???")] }),
      T("x", "1"),
      T("y", "2"),
    ];
    const uses = build(messages, {}, bound).messages?.[1]?.content?.map((block) => block.toolUse?.name);
    expect(uses).toEqual(["badname", "_"]);
  });

  test("[47] keeps tool blocks apart from other content for Llama", () => {
    const messages = [H("a"), A("b", { tool_calls: [call("1", "f")] }), T("x", "1"), H("c")];
    expect(build(messages, { model: models.llama }, bound).messages).toEqual([
      { role: "user", content: [{ text: "a" }] },
      { role: "assistant", content: [{ toolUse: { toolUseId: "1", name: "f", input: {} } }] },
      { role: "user", content: [{ toolResult: { toolUseId: "1", content: [{ text: "x" }] } }] },
      { role: "assistant", content: [{ text: "." }] },
      { role: "user", content: [{ text: "c" }] },
    ]);
  });
});

describe("properties", () => {
  const text = fc.oneof(fc.constant(""), fc.constant(" \n"), fc.string());
  const id = fc.constantFrom("a", "b.c", "functions.f:0", "x".repeat(80));
  const message = fc.oneof(
    text.map(H),
    text.map(S),
    fc
      .tuple(text, fc.array(id, { maxLength: 2 }))
      .map(([content, ids]) => A(content, { tool_calls: ids.map((each) => call(each, "f")) })),
    fc.tuple(text, id).map(([content, each]) => T(content, each)),
  );

  test("roles alternate, nothing is blank or empty, and the messages are left alone", () => {
    fc.assert(
      fc.property(
        fc.array(message),
        fc.constantFrom(...Object.values(models)),
        fc.boolean(),
        (messages, model, hasTools) => {
          const before = JSON.stringify(messages);
          const request = build(messages, { model }, hasTools ? bound : {});
          const turns = request.messages ?? [];
          expect(turns.every((turn, index) => turn.role !== turns[index - 1]?.role)).toBe(true);
          expect(turns.every((turn) => (turn.content?.length ?? 0) > 0)).toBe(true);
          expect(turns.flatMap((turn) => turn.content ?? []).every((block) => block.text?.trim() !== "")).toBe(true);
          expect(JSON.stringify(messages)).toBe(before);
        },
      ),
    );
  });

  test("different ids of a request stay different", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }), fc.boolean(), (ids, isMistral) => {
        const messages = [H("a"), A("", { tool_calls: ids.map((each) => call(each, "f")) })];
        const request = build(messages, { model: isMistral ? models.mistral : models.claude }, bound);
        const wire = request.messages?.[1]?.content?.map((block) => block.toolUse?.toolUseId);
        expect(new Set(wire).size).toBe(ids.length);
      }),
    );
  });
});
