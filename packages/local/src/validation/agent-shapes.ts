import type { Constraint, Shape } from "./shapes.ts";

const length = (min: number, max: number): Constraint[] => [
  { rule: "V43", kind: "minLength", limit: min },
  { rule: "V43", kind: "maxLength", limit: max },
];
const text = (pattern: string, ...more: readonly Constraint[]): Shape => ({
  type: "string",
  constraints: [...more, { rule: "V43", kind: "pattern", pattern }],
});
const oneOf = (...values: string[]): Shape => ({
  type: "string",
  constraints: [{ rule: "V43", kind: "enum", values }],
});
const structure = (members: Readonly<Record<string, string>>, ...required: string[]): Shape => ({
  type: "structure",
  members,
  required,
});

const stateMembers = {
  sessionAttributes: "AgentTexts",
  promptSessionAttributes: "AgentTexts",
  returnControlInvocationResults: "AgentResults",
  invocationId: "String",
  conversationHistory: "AgentHistory",
  files: "Any",
};
const callMembers = {
  sessionId: "AgentSessionId",
  inputText: "AgentInput",
  enableTrace: "Boolean",
  endSession: "Boolean",
  streamingConfigurations: "AgentStreaming",
  bedrockModelConfigurations: "Any",
  promptCreationConfigurations: "Any",
};

/**
 * The shapes of InvokeAgent and InvokeInlineAgent. What has no shape here is let through and not used.
 *
 * Source: the service's published API model ("InvokeAgent", "InvokeInlineAgent", Agents for Amazon Bedrock Runtime API
 * Reference); read November 2026.
 */
export const agentShapes: Readonly<Record<string, Shape>> = {
  InvokeAgentRequest: structure(
    {
      ...callMembers,
      agentId: "AgentId",
      agentAliasId: "AgentId",
      memoryId: "AgentMemoryId",
      sessionState: "AgentState",
    },
    "agentId",
    "agentAliasId",
    "sessionId",
  ),
  InvokeInlineAgentRequest: structure(
    {
      ...callMembers,
      foundationModel: "AgentModel",
      instruction: "AgentInstruction",
      agentName: "String",
      actionGroups: "AgentActionGroups",
      knowledgeBases: "AgentKnowledgeBases",
      guardrailConfiguration: "AgentGuardrail",
      inlineSessionState: "InlineAgentState",
    },
    "foundationModel",
    "instruction",
    "sessionId",
  ),
  AgentId: text("[0-9a-zA-Z]+", ...length(0, 10)),
  AgentSessionId: text("[0-9a-zA-Z._:-]+", ...length(2, 100)),
  AgentMemoryId: text("[0-9a-zA-Z._:-]+", ...length(2, 100)),
  AgentInput: { type: "string", constraints: length(0, 25_000_000) },
  AgentModel: { type: "string", constraints: length(1, 2_048) },
  AgentInstruction: { type: "string", constraints: [{ rule: "V43", kind: "minLength", limit: 40 }] },
  AgentTexts: { type: "map", of: "String" },
  AgentStreaming: structure({ streamFinalResponse: "Boolean", applyGuardrailInterval: "AgentInterval" }),
  AgentInterval: { type: "integer", constraints: [{ rule: "V43", kind: "minValue", limit: 1 }] },
  AgentState: structure({ ...stateMembers, knowledgeBaseConfigurations: "Any" }),
  InlineAgentState: structure(stateMembers),
  AgentHistory: structure({ messages: "AgentMessages" }),
  AgentMessages: { type: "list", of: "AgentMessage" },
  AgentMessage: structure({ role: "AgentRole", content: "AgentContents" }, "role", "content"),
  AgentRole: oneOf("user", "assistant"),
  AgentContents: { type: "list", of: "TextPart" },
  AgentResults: { type: "list", of: "AgentResult", constraints: length(1, 5) },
  AgentResult: { type: "union", members: { functionResult: "AgentActionResult", apiResult: "AgentActionResult" } },
  AgentActionResult: structure(
    {
      actionGroup: "String",
      function: "String",
      apiPath: "String",
      httpMethod: "String",
      responseBody: "AgentResponseBody",
      responseState: "AgentResponseState",
      confirmationState: "AgentConfirmation",
    },
    "actionGroup",
  ),
  AgentResponseBody: { type: "map", of: "AgentContentBody" },
  AgentContentBody: structure({ body: "String" }),
  AgentResponseState: oneOf("FAILURE", "REPROMPT"),
  AgentConfirmation: oneOf("CONFIRM", "DENY"),
  AgentActionGroups: { type: "list", of: "AgentActionGroup" },
  AgentActionGroup: structure(
    {
      actionGroupName: "AgentGroupName",
      description: "String",
      parentActionGroupSignature: "String",
      actionGroupExecutor: "AgentExecutor",
      apiSchema: "AgentApiSchema",
      functionSchema: "AgentFunctionSchema",
    },
    "actionGroupName",
  ),
  AgentGroupName: text("([0-9a-zA-Z][_-]?){1,100}"),
  AgentExecutor: { type: "union", members: { lambda: "String", customControl: "AgentControl" } },
  AgentApiSchema: { type: "union", members: { payload: "String", s3: "Any" } },
  AgentControl: oneOf("RETURN_CONTROL"),
  AgentFunctionSchema: { type: "union", members: { functions: "AgentFunctions" } },
  AgentFunctions: { type: "list", of: "AgentFunction" },
  AgentFunction: structure(
    { name: "AgentGroupName", description: "String", parameters: "AgentParameters", requireConfirmation: "AgentAsk" },
    "name",
  ),
  AgentAsk: oneOf("ENABLED", "DISABLED"),
  AgentParameters: { type: "map", of: "AgentParameter" },
  AgentParameter: structure({ type: "AgentParameterType", description: "String", required: "Boolean" }, "type"),
  AgentParameterType: oneOf("string", "number", "integer", "boolean", "array"),
  AgentKnowledgeBases: { type: "list", of: "AgentKnowledgeBase" },
  AgentKnowledgeBase: structure(
    { knowledgeBaseId: "AgentId", description: "String", retrievalConfiguration: "Any" },
    "knowledgeBaseId",
    "description",
  ),
  AgentGuardrail: structure(
    { guardrailIdentifier: "String", guardrailVersion: "String" },
    "guardrailIdentifier",
    "guardrailVersion",
  ),
};
