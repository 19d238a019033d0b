import {
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  type ConverseStreamOutput,
} from "@aws-sdk/client-bedrock-runtime";
import { describe, expect, it } from "vitest";

import { createLocalAws } from "../src/local-aws.ts";
import { useLocalAws } from "../src/vitest.ts";
import { ask, claude, createClient, refusalOf } from "./bedrock-runtime.ts";

const aws = useLocalAws();
const nova2 = "us.amazon.nova-2-lite-v1:0";
const tools = (...names: string[]): ConverseCommandInput["toolConfig"] => ({
  tools: names.map((name) => ({ systemTool: { name } })),
});
const grounding = tools("nova_grounding");
const send = async (input: Partial<ConverseCommandInput>): Promise<unknown> => {
  const command = new ConverseCommand({ modelId: nova2, messages: ask("Who won?"), toolConfig: grounding, ...input });
  const { output, stopReason } = await createClient(aws).send(command);
  return [output?.message?.content, stopReason];
};

const id: unknown = expect.stringMatching(/^tooluse_[A-Za-z0-9]{22}$/);
const web = { url: "https://www.example.com/search?q=Who%20won%3F", domain: "www.example.com" };

describe("tools of the service's own", () => {
  it("ground an answer in the web: call, hidden result, text, citation", async () => {
    expect(await send({})).toEqual([
      [
        { toolUse: { toolUseId: id, name: "nova_grounding", input: { query: "Who won?" }, type: "server_tool_use" } },
        {
          toolResult: {
            toolUseId: id,
            content: [{ text: "[HIDDEN]" }],
            status: "success",
            type: "nova_grounding_result",
          },
        },
        { text: "A page about it says: Who won?" },
        { citationsContent: { citations: [{ location: { web } }] } },
      ],
      "end_turn",
    ]);
  });

  it("stream the same: a start for call and result, the result's content as a list, the citation as a delta", async () => {
    const { stream } = await createClient(aws).send(
      new ConverseStreamCommand({ modelId: nova2, messages: ask("Who won?"), toolConfig: grounding }),
    );
    const events: unknown[] = [];
    for await (const event of stream ?? []) events.push(...startsAndDeltas(event));
    expect(events.filter((event) => !JSON.stringify(event).includes("text"))).toEqual([
      [0, { toolUse: { toolUseId: id, name: "nova_grounding", type: "server_tool_use" } }],
      [0, { toolUse: { input: "" } }],
      [0, { toolUse: { input: '{"query":"W' } }],
      [0, { toolUse: { input: 'ho won?"}' } }],
      [1, { toolResult: { toolUseId: id, type: "nova_grounding_result", status: "success" } }],
      [3, { citation: { location: { web } } }],
    ]);
    expect(events).toContainEqual([1, { toolResult: [{ text: "[HIDDEN]" }] }]);
  });

  it.each([
    {
      text: "What is 6 * (3 + 4)?",
      snippet: "print(6 * (3 + 4))",
      result: { stdOut: "42\n", stdErr: "", exitCode: 0, isError: false },
      status: "success",
      said: "6 * (3 + 4) is 42.",
    },
    {
      text: "What is 1/0?",
      snippet: "print(1 / 0)",
      result: { stdOut: "", stdErr: "ZeroDivisionError: division by zero", exitCode: 1, isError: true },
      status: "error",
      said: "1 / 0 cannot be worked out.",
    },
  ])("interpret code: $text", async ({ text, snippet, result, status, said }) => {
    const toolConfig = tools("nova_grounding", "nova_code_interpreter");
    expect(await send({ messages: ask(text), toolConfig })).toEqual([
      [
        { toolUse: { toolUseId: id, name: "nova_code_interpreter", input: { snippet }, type: "server_tool_use" } },
        { toolResult: { toolUseId: id, content: [{ json: result }], status, type: "nova_code_interpreter_result" } },
        { text: said },
      ],
      "end_turn",
    ]);
  });

  it("take their own answer back, and answer the next question", async () => {
    const first = await createClient(aws).send(
      new ConverseCommand({ modelId: nova2, messages: ask("Who won?"), toolConfig: grounding }),
    );
    const message = first.output?.message;
    const messages = [...(ask("Who won?") ?? []), ...(message ? [message] : []), ...(ask("What is 1 + 1?") ?? [])];
    expect(await send({ messages, toolConfig: tools("nova_code_interpreter") })).toEqual([
      expect.arrayContaining([{ text: "1 + 1 is 2." }]),
      "end_turn",
    ]);
  });

  it("are not used where they do not help, or where a tool of the user's is called", async () => {
    expect(await send({ toolConfig: tools("nova_code_interpreter") })).toEqual([[{ text: "Who won?" }], "end_turn"]);
    const spec = { toolSpec: { name: "find_winner", inputSchema: { json: { type: "object" } } } };
    expect(
      await send({ messages: ask("find_winner"), toolConfig: { tools: [...(grounding?.tools ?? []), spec] } }),
    ).toEqual([[{ toolUse: { toolUseId: id, name: "find_winner", input: {}, type: "tool_use" } }], "tool_use"]);
  });

  it.each([
    { modelId: claude, name: "nova_grounding" },
    { modelId: "amazon.nova-lite-v1:0", name: "nova_grounding" },
    { modelId: "us.amazon.nova-premier-v1:0", name: "nova_code_interpreter" },
    { modelId: nova2, name: "nova_teleport" },
  ])("are refused where they do not exist: $name for $modelId", async ({ modelId, name }) => {
    expect(await refusalOf(send({ modelId, toolConfig: tools(name) }))).toEqual({
      name: "ValidationException",
      message:
        "This model doesn't support the toolConfig.tools.systemTool field. Remove toolConfig.tools.systemTool and try again.",
      status: 400,
    });
  });

  it("want a permission of their own", async () => {
    await using limited = await createLocalAws({
      auth: { keys: { AKIALOCAL: { secretAccessKey: "local", allow: ["bedrock:InvokeModel"] } } },
    });
    const refused = createClient(limited).send(
      new ConverseCommand({ modelId: nova2, messages: ask("Hello"), toolConfig: grounding }),
    );
    expect(await refusalOf(refused)).toEqual({
      name: "AccessDeniedException",
      message:
        "User: arn:aws:iam::000000000000:user/AKIALOCAL is not authorized to perform: bedrock:InvokeTool on resource: " +
        "arn:aws:bedrock::000000000000:system-tool/amazon.nova_grounding because no identity-based policy allows the " +
        "bedrock:InvokeTool action",
      status: 403,
    });
  });
});

function startsAndDeltas({ contentBlockStart, contentBlockDelta }: ConverseStreamOutput): unknown[] {
  if (contentBlockStart !== undefined) return [[contentBlockStart.contentBlockIndex, contentBlockStart.start]];
  return contentBlockDelta === undefined ? [] : [[contentBlockDelta.contentBlockIndex, contentBlockDelta.delta]];
}
