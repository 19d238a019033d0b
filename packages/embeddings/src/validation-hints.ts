import type { ValidationHint } from "@langchain-aws/core";

/** What to do about the service's commonest refusals of an embedding request. The first row that fits is shown. */
export const validationHints: readonly ValidationHint[] = [
  {
    when: /too many input tokens|expected maxLength/i,
    hint: "Split the text, or set `truncate` where the model has it.",
  },
  {
    when: /expected minLength/i,
    hint: "Leave empty texts out.",
  },
  {
    when: /dimension|outputEmbeddingLength/i,
    hint: "Pass a size for `dimensions` that this model has, or leave it out.",
  },
  {
    when: /required key \[(inputText|texts|messages|input_type)\]|extraneous key/i,
    hint: "The body is in the format of another family: set `baseModelId` or `provider`.",
  },
];
