import type { Model } from "../../catalogue/model-profile.ts";
import type { ChatRequest, RequestTool, RequestToolChoice } from "../../chat/responder.ts";
import type { WireRequest } from "../../operation.ts";
import type { ConverseBody } from "./converse-body.ts";

/** What a responder is asked, from a Converse request. */
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
    toolChoice: toToolChoice(body),
    inferenceConfig: body.inferenceConfig ?? {},
    additionalFields: objectOf(body.additionalModelRequestFields),
    ...(outputSchema === undefined ? {} : { outputSchema }),
    body: objectOf(request.body),
    attempt: request.attempt,
    signal: request.signal,
  };
}

function toTools({ toolConfig }: ConverseBody): RequestTool[] {
  return (toolConfig?.tools ?? []).flatMap((item) => {
    if (!("toolSpec" in item)) return [];
    const { name, description, inputSchema } = item.toolSpec;
    return [{ name, ...(description === undefined ? {} : { description }), schema: objectOf(inputSchema?.json) }];
  });
}

function toToolChoice({ toolConfig }: ConverseBody): RequestToolChoice {
  const choice = toolConfig?.toolChoice;
  if (choice?.tool !== undefined) return { kind: "tool", name: choice.tool.name };
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
