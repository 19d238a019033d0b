import { isRecord, type PlainRecord } from "@langchain-aws/core";
import { closeObjects, toJsonSchema } from "@langchain-aws/core/tools";
import type { Body } from "./body-format.ts";

/**
 * `response_format`, as open-weight models take it: as it was given, its schema as JSON schema without further members.
 *
 * Source: "Get validated JSON results from models", Amazon Bedrock User Guide.
 */
export function toResponseFormat(format: PlainRecord): Body {
  const described = format["json_schema"];
  if (!isRecord(described) || !isRecord(described["schema"])) return { response_format: { ...format } };
  const schema = closeObjects(toJsonSchema(described["schema"]));
  return { response_format: { ...format, json_schema: { ...described, schema } } };
}
