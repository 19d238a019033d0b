import type { Model } from "../../catalogue/model-profile.ts";
import type { ChatRequest, RequestTool, RequestToolChoice } from "../../chat/responder.ts";
import type { WireRequest } from "../../operation.ts";
import type { ConverseBody } from "./converse-body.ts";

/** What a responder is asked, from a Converse request or from what a model's own body says in its words. */
export function toChatRequest(request: WireRequest, body: ConverseBody, model: Model): ChatRequest {
  const outputSchema = parseSchema(body.outputConfig?.textFormat?.structure?.jsonSchema?.schema);
  return {
    id: request.id,
    modelId: request.params.modelId ?? model.id,
    baseModelId: model.id,
    family: model.family,
    operation: request.operation,
    messages: (body.messages ?? []).map((message) => ({ role: message.role, content: message.content ?? [] })),
    system: (body.system ?? []).flatMap((block) => ("text" in block ? [block.text] : [])).join("\n\n"),
    tools: toTools(body),
    systemTools: (body.toolConfig?.tools ?? []).flatMap((item) => ("systemTool" in item ? [item.systemTool.name] : [])),
    toolChoice: toToolChoice(body),
    ...(body.parallelToolCalls === undefined ? {} : { parallelToolCalls: body.parallelToolCalls }),
    inferenceConfig: body.inferenceConfig ?? {},
    additionalFields: objectOf(body.additionalModelRequestFields),
    ...(outputSchema === undefined ? {} : { outputSchema }),
    body: objectOf(request.body),
    attempt: request.attempt,
    signal: request.signal,
  };
}

function toTools(body: ConverseBody): RequestTool[] {
  const removed = removedTools(body);
  return (body.toolConfig?.tools ?? []).flatMap((item) => {
    if (!("toolSpec" in item) || removed.has(item.toolSpec.name)) return [];
    const { name, description, inputSchema } = item.toolSpec;
    return [{ name, ...(description === undefined ? {} : { description }), schema: objectOf(inputSchema?.json) }];
  });
}

/** The tools whose last change inside the conversation took them away. */
function removedTools({ messages = [] }: ConverseBody): Set<string> {
  const removed = new Set<string>();
  for (const block of messages.flatMap(({ content }) => content)) {
    if ("toolRemoval" in block) removed.add(block.toolRemoval.tool.name ?? "");
    if ("toolAddition" in block) removed.delete(block.toolAddition.tool.name ?? "");
  }
  return removed;
}

function toToolChoice({ toolConfig }: ConverseBody): RequestToolChoice {
  const choice = toolConfig?.toolChoice;
  if (choice?.tool !== undefined) return { kind: "tool", name: choice.tool.name };
  if (choice?.none !== undefined) return { kind: "none" };
  return { kind: choice?.any === undefined ? "auto" : "any" };
}

function parseSchema(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  try {
    const schema: unknown = JSON.parse(text);
    return objectOf(schema);
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
