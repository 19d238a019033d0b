import { isRecord, type PlainRecord, stringOf } from "@langchain-aws/core";
import { toJsonSchema } from "@langchain-aws/core/tools";
import type { StructuredOutputMethodOptions } from "@langchain/core/language_models/base";
import { AIMessage, AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { OutputParserException } from "@langchain/core/output_parsers";
import { type Runnable, RunnableLambda } from "@langchain/core/runnables";
import { SagemakerConfigError } from "../errors.ts";

/** What `includeRaw` gives: the message, and either the value or the reason why there is none. */
export interface RawAndParsed {
  raw: BaseMessage;
  parsed: Record<string, unknown> | null;
  /** Only when parsing failed. */
  parsing_error?: unknown;
}

/** How a model answers in a schema: what its calls are bound with, and what reads the reply. */
export interface StructuredOutput {
  readonly call: {
    tools?: PlainRecord[];
    tool_choice?: string;
    response_format?: PlainRecord;
    /** For traces. */
    ls_structured_output_format: { kwargs: { method: string }; schema: PlainRecord };
  };
  readonly parse: Runnable<BaseMessage, Record<string, unknown> | RawAndParsed>;
}

type Read = (message: BaseMessage) => unknown;

/** Prepares a model to answer in a schema. @throws SagemakerConfigError for a method that does not exist here */
export function structuredOutput(
  schema: PlainRecord,
  { method = "functionCalling", name: given, includeRaw, strict }: StructuredOutputMethodOptions<boolean>,
): StructuredOutput {
  const json = toJsonSchema(schema);
  const name = given ?? stringOf(json["title"])?.replaceAll(/[^a-zA-Z0-9_-]/g, "_") ?? "extract";
  const description = stringOf(json["description"]);
  const named = { name, ...(description !== undefined && { description }) };
  const isStrict = strict !== undefined && { strict };
  const methods: Readonly<
    Record<string, readonly [Omit<StructuredOutput["call"], "ls_structured_output_format">, Read]>
  > = {
    functionCalling: [
      { tools: [{ type: "function", function: { ...named, parameters: json, ...isStrict } }], tool_choice: name },
      (message) => callOf(message, name),
    ],
    jsonSchema: [
      { response_format: { type: "json_schema", json_schema: { ...named, schema: json, ...isStrict } } },
      jsonIn,
    ],
    jsonMode: [{ response_format: { type: "json_object" } }, jsonIn],
  };
  const found = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (found === undefined) {
    throw new SagemakerConfigError(
      `Structured output has no method "${method}" here. Use ${Object.keys(methods).join(", ")}.`,
      { code: "CONFIG_UNSUPPORTED_METHOD" },
    );
  }
  const [call, read] = found;
  const ls_structured_output_format = { kwargs: { method }, schema: json };
  return {
    call: { ...call, ls_structured_output_format },
    parse: includeRaw === true ? parseBeside(read, schema) : parser(read, schema),
  };
}

function parser(read: Read, schema: PlainRecord): Runnable<BaseMessage, Record<string, unknown>> {
  return RunnableLambda.from((message: BaseMessage) => parse(message, read, schema));
}

function parseBeside(read: Read, schema: PlainRecord): Runnable<BaseMessage, RawAndParsed> {
  return RunnableLambda.from(async (raw: BaseMessage): Promise<RawAndParsed> => {
    try {
      return { raw, parsed: await parse(raw, read, schema) };
    } catch (error) {
      return { raw, parsed: null, parsing_error: error };
    }
  });
}

async function parse(message: BaseMessage, read: Read, schema: PlainRecord): Promise<Record<string, unknown>> {
  const value = read(message);
  if (!isRecord(value)) throw new OutputParserException("The answer holds no value of the schema.", message.text);
  const checked = await check(value, schema);
  if (isRecord(checked)) return { ...checked };
  throw new OutputParserException("The answer does not fit the schema.", JSON.stringify(value));
}

/** The value as a Standard Schema, which Zod speaks, has it; `undefined` when it does not fit. */
async function check(value: PlainRecord, schema: PlainRecord): Promise<unknown> {
  const standard = schema["~standard"];
  if (!isRecord(standard) || typeof standard["validate"] !== "function") return value;
  const result: unknown = await standard["validate"](value);
  return isRecord(result) && result["issues"] === undefined ? result["value"] : undefined;
}

function callOf(message: BaseMessage, name: string): unknown {
  const isReply = AIMessage.isInstance(message) || AIMessageChunk.isInstance(message);
  return isReply ? message.tool_calls?.find((call) => call.name === name)?.args : undefined;
}

function jsonIn({ text }: BaseMessage): unknown {
  try {
    return JSON.parse(text.slice(Math.max(text.indexOf("{"), 0), text.lastIndexOf("}") + 1));
  } catch {
    return undefined;
  }
}
