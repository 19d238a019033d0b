import type { ValidationHint } from "@langchain-aws/core";
import type { BodyFormatName } from "./options.ts";

const known = /* @__PURE__ */ new Map<BodyFormatName, readonly ValidationHint[]>();

/** What to do about the service's commonest refusals of a body in this format. The first row that fits is shown. */
export function validationHints(format: BodyFormatName): readonly ValidationHint[] {
  const hints = known.get(format) ?? hintsFor(format);
  known.set(format, hints);
  return hints;
}

const hintsFor = (format: BodyFormatName): readonly ValidationHint[] => [
  {
    when: /input is too long for requested model|prompt is too long|exceed context limit|maximum context length/i,
    hint: "Trim the conversation, or use a model with a larger context window.",
    errorCode: "CONTEXT_OVERFLOW",
  },
  {
    when: /on-demand throughput isn/i,
    hint: ({ model = "" }) => `Use an inference profile id, such as us.${model}, or a profile's ARN.`,
    errorCode: "MODEL_NOT_FOUND",
  },
  {
    when: /extraneous key \[|Extra inputs are not permitted|extra_forbidden/i,
    hint: ({ model = "this model" }, message) =>
      `${model} does not take the key${keyIn(message)} in the body format ${format}. Remove it from \`modelKwargs\`, or set another \`bodyFormat\`.`,
  },
  {
    when: /Thinking may not be enabled when tool_choice forces/i,
    hint: 'Use tool_choice "auto", or switch `thinking` off.',
  },
  {
    when: /max_tokens[^]*(?:greater than|must be above)[^]*budget_tokens/i,
    hint: "Set `maxTokens` above the thinking budget.",
  },
  {
    when: /stop ?sequences?[^]*(?:pattern|not (?:valid|supported))|(?:pattern|malformed)[^]*stopSequences/i,
    hint: "This model takes some stop sequences only (older Titan models: `User:` and runs of `|`). Pass no others in `stop`.",
  },
  {
    when: /amazon-bedrock-guardrailConfig|tagSuffix/i,
    hint: "`tagSuffix` and `streamProcessingMode` go with a guardrail whose identifier and version are set.",
  },
];

function keyIn(message: string): string {
  const key = /extraneous key \[([\w.-]+)\]/i.exec(message)?.[1] ?? /([\w.]+): Extra inputs/i.exec(message)?.[1];
  return key === undefined ? "" : ` \`${key}\``;
}
