import type { BaseMessage } from "@langchain/core/messages";
import { type Runnable, RunnableLambda, RunnableSequence } from "@langchain/core/runnables";
import { toJsonSchema } from "./json-schema.ts";
import { firstText, isRecord, type PlainRecord } from "./record.ts";

export { callReader, type ReplyReader, StructuredReplyParser, textReader } from "./structured-parser.ts";

/** A schema to answer in, with the name and description the model sees. */
export interface NamedSchema {
  readonly name: string;
  readonly description: string | undefined;
  /** The schema the answer is checked against: a Zod or Standard Schema as it was given, else JSON schema. */
  readonly schema: PlainRecord;
}

/**
 * Reads what was passed to `withStructuredOutput`: Zod, Standard Schema, JSON schema, an OpenAI function or
 * `{name, description, parameters}`.
 */
export function readSchema(given: PlainRecord, name: string | undefined): NamedSchema {
  const nested = isRecord(given["function"]) ? given["function"] : given;
  const schema = isRecord(nested["parameters"]) && typeof nested["name"] === "string" ? nested["parameters"] : given;
  const title = firstText(name, nested === given && schema === given ? undefined : nested["name"], titleOf(schema));
  return {
    name: title?.replaceAll(/[^a-zA-Z0-9_-]/g, "_").slice(0, 64) || "extract",
    description: firstText(nested["description"]),
    schema,
  };
}

function titleOf(schema: PlainRecord): string | undefined {
  const isPlain = schema["~standard"] === undefined && schema["_def"] === undefined;
  return isPlain ? firstText(schema["title"], schema["name"]) : undefined;
}

/** The one tool that stands for a schema, in OpenAI's form. */
export function toolOf({ name, description, schema }: NamedSchema): PlainRecord {
  return {
    type: "function",
    function: { name, ...(description !== undefined && { description }), parameters: toJsonSchema(schema) },
  };
}

/** What `includeRaw` gives: the message, and either the value or the reason why there is none. */
export interface RawAndParsed<T> {
  raw: BaseMessage;
  parsed: T | null;
  /** Only when parsing failed. */
  parsing_error?: unknown;
}

/** Joins a model and a parser, with the message beside the value when asked for. */
export function assemble<Input, T>(
  model: Runnable<Input, BaseMessage>,
  parser: Runnable<BaseMessage, T>,
  includeRaw: boolean,
): Runnable<Input, T | RawAndParsed<T>> {
  if (!includeRaw) return model.pipe(parser).withConfig({ runName: "StructuredOutput" });
  const parse = RunnableLambda.from(async ({ raw }: { raw: BaseMessage }, config): Promise<RawAndParsed<T>> => {
    try {
      return { raw, parsed: await parser.invoke(raw, config) };
    } catch (error) {
      return { raw, parsed: null, parsing_error: error };
    }
  });
  return RunnableSequence.from<Input, T | RawAndParsed<T>>([{ raw: model }, parse]).withConfig({
    runName: "StructuredOutputRunnable",
  });
}
