import type {
  OutputConfig as WireOutputConfig,
  OutputFormat as WireOutputFormat,
} from "@aws-sdk/client-bedrock-runtime";
import { AwsConfigurationError, firstText, isRecord, omitUndefined, type PlainRecord } from "@langchain-aws/core";
import { closeObjects, describeConstraints, toJsonSchema } from "@langchain-aws/core/tools";
import type { ResolvedOptions } from "../resolve-options.ts";
import { asWire } from "../as-wire.ts";

/** A schema to answer in, before it is written as Converse has it. */
export interface OutputSchema {
  readonly name?: string;
  readonly description?: string;
  readonly schema: unknown;
}

/**
 * The structured output of a request: Converse's own `outputConfig`, OpenAI's `response_format`, or the
 * `{format: {type: "json_schema", schema}}` that LangChain's agents send along; the first of them that is set.
 */
export function buildOutputConfig(options: ResolvedOptions): WireOutputConfig | undefined {
  const { outputConfig, responseFormat } = options;
  if (outputConfig === undefined && responseFormat === undefined) return undefined;
  const given: PlainRecord = { ...outputConfig };
  const textFormat =
    asWire<WireOutputFormat | undefined>(given["textFormat"]) ??
    textFormatOf(responseFormatSchema(responseFormat) ?? formatSchema(given["format"]), options);
  const effort = firstText(given["effort"]);
  return textFormat === undefined && effort === undefined ? undefined : omitUndefined({ textFormat, effort });
}

/** The wire's form of a schema to answer in; the schema itself is sent as text. */
export function toTextFormat({ schema, name, description }: OutputSchema, options: ResolvedOptions): WireOutputFormat {
  const closed = closeObjects(toJsonSchema(schema));
  const prepared = options.resolved.provider === "anthropic" ? describeConstraints(closed) : closed;
  const jsonSchema = { schema: JSON.stringify(prepared), name: schemaName(name), description };
  return { type: "json_schema", structure: { jsonSchema: omitUndefined(jsonSchema) } };
}

function textFormatOf(schema: OutputSchema | undefined, options: ResolvedOptions): WireOutputFormat | undefined {
  return schema === undefined ? undefined : toTextFormat(schema, options);
}

function responseFormatSchema(format: PlainRecord | undefined): OutputSchema | undefined {
  if (format === undefined || format["type"] === "text") return undefined;
  const described = format["json_schema"];
  if (format["type"] === "json_schema" && isRecord(described)) {
    return omitUndefined({
      schema: described["schema"],
      name: firstText(described["name"]),
      description: firstText(described["description"]),
    });
  }
  throw new AwsConfigurationError(
    `response_format "${String(format["type"])}" means nothing to Converse, which takes a schema only. ` +
      'Use {type: "json_schema", json_schema: {schema}} or withStructuredOutput(schema, {method: "jsonSchema"}).',
    { code: "CONFIG_UNSUPPORTED_RESPONSE_FORMAT" },
  );
}

function formatSchema(format: unknown): OutputSchema | undefined {
  if (!isRecord(format) || format["type"] !== "json_schema") return undefined;
  return omitUndefined({
    schema: format["schema"],
    name: firstText(format["name"]),
    description: firstText(format["description"]),
  });
}

function schemaName(name: string | undefined): string {
  return name?.replaceAll(/[^a-zA-Z0-9_-]/g, "_").slice(0, 64) || "extract";
}
