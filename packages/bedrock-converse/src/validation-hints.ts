import type { ValidationHint } from "@langchain-aws/core";

/** What to do about the service's commonest refusals of a Converse request. The first row that fits is shown. */
export const validationHints: readonly ValidationHint[] = [
  {
    when: /input is too long for requested model|input length and `max_tokens` exceed context limit|too many total text bytes|prompt is too long/i,
    hint: "Trim the conversation, or use a model with a larger context window.",
    errorCode: "CONTEXT_OVERFLOW",
  },
  {
    when: /is blank|non-whitespace text/i,
    hint: "Blank text must not reach the service; unless it comes from `rawBlocks`, please report this.",
  },
  {
    when: /toolConfig field must be defined/i,
    hint: "Bind the tools that the conversation's tool calls belong to.",
    errorCode: "INVALID_TOOL_RESULTS",
  },
  {
    when: /Expected toolResult blocks|number of toolResult blocks/i,
    hint: "Each tool call needs a ToolMessage with its id directly after it.",
    errorCode: "INVALID_TOOL_RESULTS",
  },
  {
    when: /cannot be provided in the same turn/i,
    hint: "This model wants tool results and other content in separate turns; set `provider` or `baseModelId` so that its family is known.",
  },
  {
    when: /toolChoice[^]*doesn.t support|doesn.t support[^]*toolChoice/i,
    hint: "Pass another `tool_choice`, or list what the model takes in `supportsToolChoiceValues`.",
  },
  {
    when: /Thinking may not be enabled when tool_choice forces/i,
    hint: 'Use tool_choice "auto", or withStructuredOutput(schema, {method: "jsonSchema"}).',
  },
  {
    when: /doesn.t support tool use in streaming mode/i,
    hint: 'Set `disableStreaming: "tool_calling"`.',
  },
  {
    when: /on-demand throughput isn/i,
    hint: "Use an inference profile: the model id with a geography in front (us., eu., global. …), or a profile's ARN.",
    errorCode: "MODEL_NOT_FOUND",
  },
  {
    when: /document file name|duplicate document names/i,
    hint: "Document names are made legal and unique here; check the ones in `rawBlocks` and in Converse's own blocks.",
  },
  {
    when: /temperature[^]*(deprecated|cannot both be specified)|(deprecated|cannot both be specified)[^]*temperature/i,
    hint: "Remove `temperature` or `topP`; newer Claude models take one of them or neither.",
  },
  {
    when: /thinking\.type\.enabled/,
    hint: 'Pass `thinking: {type: "adaptive"}`, or `reasoningEffort`: newer Claude models have no `budget_tokens`.',
  },
  {
    when: /doesn.t support the (?:temperature|topP|stopSequences|strict) field/i,
    hint: "Set `baseModelId`, so that the model's family is known and what it does not take is not sent.",
  },
  {
    when: /outputConfig|output_config/,
    hint: 'Structured output may not work with this model: use withStructuredOutput(schema, {method: "functionCalling"}).',
  },
  {
    when: /must start with a user message/i,
    hint: "The first message that is not a system message must come from the user.",
  },
];
