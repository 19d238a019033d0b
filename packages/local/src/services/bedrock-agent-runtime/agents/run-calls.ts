import { randomUUID } from "node:crypto";
import type { ContentBlock, ToolUse } from "../../../chat/content-blocks.ts";
import { ServiceError, type StreamEvent } from "../../../operation.ts";
import type { AgentRun } from "./agent-run.ts";
import { type AgentTool, toAgentTools, toInvocation, toInvocationInput } from "./agent-tools.ts";
import type { AgentTrace } from "./agent-trace.ts";
import { keyOf } from "./continue-session.ts";

/** Runs the calls of a turn; `true` when some of them are the caller's to run. */
export async function* runCalls(run: AgentRun, calls: readonly ToolUse[]): AsyncGenerator<StreamEvent, boolean> {
  const tools = toAgentTools(run.groups);
  const results: ContentBlock[] = [];
  const returned: { call: ToolUse; tool: AgentTool }[] = [];
  for (const call of calls) {
    const tool = tools.find(({ name }) => name === call.name);
    if (tool === undefined) {
      const text = `There is no function ${call.name}.`;
      results.push({ toolResult: { toolUseId: call.toolUseId, content: [{ text }], status: "error" } });
    } else if (tool.group.execute === undefined) {
      returned.push({ call, tool });
    } else {
      results.push(yield* execute(run, call, tool));
    }
  }
  if (returned.length === 0) {
    run.session.messages.push({ role: "user", content: results });
    return false;
  }
  yield* returnControl(run, returned, results);
  return true;
}

async function* execute(run: AgentRun, call: ToolUse, tool: AgentTool): AsyncGenerator<StreamEvent, ContentBlock> {
  const { trace, session } = run;
  const { group, action } = tool;
  yield* traceInput(trace, call, tool, { executionType: "LAMBDA" });
  const input = typeof call.input === "object" && call.input !== null ? { ...call.input } : {};
  const { attributes: sessionAttributes } = session;
  let text: string;
  try {
    text = (await group.execute?.({ actionGroup: group.name, function: action.name, input, sessionAttributes })) ?? "";
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    yield* trace.failure(reason);
    // The service says the same of a Lambda function that fails.
    throw new ServiceError(
      "DependencyFailedException",
      424,
      `The server encountered an error processing the Lambda response: ${reason}`,
      { resourceName: group.name },
    );
  }
  yield* trace.orchestration("observation", { type: "ACTION_GROUP", actionGroupInvocationOutput: { text } });
  return { toolResult: { toolUseId: call.toolUseId, content: [{ text }] } };
}

function* traceInput(
  trace: AgentTrace,
  call: ToolUse,
  tool: AgentTool,
  more: Readonly<Record<string, unknown>>,
): Generator<StreamEvent> {
  yield* trace.orchestration("invocationInput", {
    invocationType: "ACTION_GROUP",
    actionGroupInvocationInput: {
      actionGroupName: tool.group.name,
      ...toInvocation(tool, call.input),
      ...more,
    },
  });
}

/** Hands calls to the caller, who answers them with the id that stands here. */
function* returnControl(
  { trace, session, agentId }: AgentRun,
  returned: readonly { call: ToolUse; tool: AgentTool }[],
  answered: readonly ContentBlock[],
): Generator<StreamEvent> {
  const invocationId = randomUUID();
  session.pending = {
    invocationId,
    answered,
    ids: returned.map(({ call: { toolUseId }, tool: { group, action } }) => ({
      key: keyOf(group.name, action),
      toolUseId,
    })),
  };
  const invocationInputs: unknown[] = [];
  for (const { call, tool } of returned) {
    yield* traceInput(trace, call, tool, { executionType: "RETURN_CONTROL", invocationId });
    invocationInputs.push(toInvocationInput(tool, call.input, agentId));
  }
  yield { type: "returnControl", body: { invocationId, invocationInputs } };
}
