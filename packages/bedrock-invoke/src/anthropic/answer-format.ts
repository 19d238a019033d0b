import { AwsConfigurationError, type PlainRecord, recordOf } from "@langchain-aws/core";
import { closeObjects, describeConstraints, toJsonSchema } from "@langchain-aws/core/tools";
import type { Body } from "../formats/body-format.ts";
import type { ResolvedModel } from "../resolve-model.ts";
import { takesStrict } from "./model-facts.ts";

/**
 * Claude's structured output: every object closed, and what its grammar does not know moved into the descriptions.
 *
 * Source: "Get validated JSON results from models", Amazon Bedrock User Guide.
 *
 * @throws AwsConfigurationError for models without it, and for a `response_format` without a schema
 */
export function toOutputFormat(format: PlainRecord, { modelId, baseModelId }: ResolvedModel): Body {
  if (!takesStrict(baseModelId ?? modelId)) {
    throw new AwsConfigurationError(
      `${modelId} has no structured output on InvokeModel. Use withStructuredOutput with the method ` +
        '"functionCalling", or toolStrategy for an agent.',
      { code: "CONFIG_UNSUPPORTED_METHOD" },
    );
  }
  const schema = recordOf(format["json_schema"])["schema"];
  if (format["type"] !== "json_schema" || schema === undefined) {
    throw new AwsConfigurationError(
      `response_format "${String(format["type"])}" means nothing to Claude, which takes a schema only. ` +
        'Use {type: "json_schema", json_schema: {schema}} or withStructuredOutput(schema, {method: "jsonSchema"}).',
      { code: "CONFIG_UNSUPPORTED_RESPONSE_FORMAT" },
    );
  }
  const closed = describeConstraints(closeObjects(toJsonSchema(schema)));
  return { output_config: { format: { type: "json_schema", schema: closed } } };
}
