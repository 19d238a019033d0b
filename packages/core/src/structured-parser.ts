import { AIMessage, AIMessageChunk, type BaseMessage, isBaseMessageChunk } from "@langchain/core/messages";
import { BaseTransformOutputParser, OutputParserException, parsePartialJson } from "@langchain/core/output_parsers";
import type { ChatGeneration, Generation } from "@langchain/core/outputs";
import { ModelRefusalError } from "./langchain-errors.ts";
import { isRecord, type PlainRecord } from "./record.ts";

/** Where in a reply the value stands, and how it is read there. */
export interface ReplyReader {
  /** The whole value; nothing when there is none. */
  whole(message: BaseMessage): unknown;
  /** The value as far as it has come; nothing when nothing can be read of it yet. */
  partial(message: BaseMessage): unknown;
  /** What to say when there is no value. */
  explain(message: BaseMessage): string;
}

/**
 * A value out of the arguments of a call.
 *
 * @param note - what to say besides, when the model has not called
 */
export function callReader(name: string, note = ""): ReplyReader {
  return {
    whole: (message) => {
      const call = callOf(message, name);
      return call === undefined || isCutOff(message, name) ? undefined : call.args;
    },
    partial: (message) => callOf(message, name)?.args,
    explain: (message) => {
      if (isCut(message)) {
        return `The answer was cut off before the call of "${name}" was complete. Raise \`maxTokens\`.`;
      }
      const wasInvalid =
        AIMessage.isInstance(message) && message.invalid_tool_calls?.some((call) => call.name === name);
      return wasInvalid === true
        ? `The arguments of the call of "${name}" are not a JSON object.`
        : `The model answered without calling "${name}".${note}`;
    },
  };
}

/** A value out of the text: JSON, also in a Markdown fence or between other words. */
export const textReader: ReplyReader = {
  whole: (message) => jsonIn(message.text),
  partial: (message) => partialJsonIn(message.text),
  explain: (message) =>
    isCut(message)
      ? "The answer was cut off before its JSON was complete. Raise `maxTokens`."
      : "The answer holds no JSON object.",
};

/**
 * Reads a value out of replies and checks it against its schema. In a stream it gives the value as it grows, unchecked,
 * and at the end the checked one; text in blocks, as thinking models send it, is read as well.
 *
 * It throws `OutputParserException` for an answer that has another form, and `ModelRefusalError` for one that was
 * withheld.
 */
export class StructuredReplyParser extends BaseTransformOutputParser<Record<string, unknown>> {
  static override lc_name(): string {
    return "StructuredReplyParser";
  }

  override lc_namespace: string[] = ["langchain_aws", "output_parsers"];
  readonly #reader: ReplyReader;
  readonly #schema: PlainRecord;

  constructor(reader: ReplyReader, schema: PlainRecord) {
    super();
    this.#reader = reader;
    this.#schema = schema;
  }

  override async parseResult([generation]: (Generation | ChatGeneration)[]): Promise<Record<string, unknown>> {
    const message = generation !== undefined && "message" in generation ? generation.message : undefined;
    return this.#parse(message ?? new AIMessage(generation?.text ?? ""));
  }

  override async parse(text: string): Promise<Record<string, unknown>> {
    return this.#parse(new AIMessage(text));
  }

  override getFormatInstructions(): string {
    return "";
  }

  override async *_transform(messages: AsyncGenerator<string | BaseMessage>): AsyncGenerator<Record<string, unknown>> {
    let total: BaseMessage | undefined;
    let last: unknown;
    for await (const item of messages) {
      total = joined(total, item);
      const value = this.#reader.partial(total);
      if (!isRecord(value) || isSame(value, last)) continue;
      last = value;
      yield { ...value };
    }
    if (total === undefined) return;
    const value = await this.#parse(total);
    if (!isSame(value, last)) yield value;
  }

  async #parse(message: BaseMessage): Promise<Record<string, unknown>> {
    const value = this.#reader.whole(message);
    if (isRecord(value)) return checked(value, this.#schema);
    const stopReason = stopReasonOf(message);
    if (withheld.has(stopReason)) {
      throw new ModelRefusalError(
        `The answer was withheld (${String(stopReason)}), so there is nothing to parse.`,
        message,
      );
    }
    throw new OutputParserException(this.#reader.explain(message), message.text);
  }
}

const withheld: ReadonlySet<unknown> = /* @__PURE__ */ new Set([
  "content_filtered",
  "guardrail_intervened",
  "GUARDRAIL_INTERVENED",
  "refusal",
]);
const cut: ReadonlySet<unknown> = /* @__PURE__ */ new Set([
  "max_tokens",
  "length",
  "malformed_tool_use",
  "model_context_window_exceeded",
]);

function stopReasonOf(message: BaseMessage): unknown {
  const metadata: PlainRecord = message.response_metadata;
  const { guardrail } = metadata;
  return metadata["stopReason"] ?? (isRecord(guardrail) ? guardrail["reason"] : undefined) ?? metadata["stop_reason"];
}

function isCut(message: BaseMessage): boolean {
  return cut.has(stopReasonOf(message));
}

function callOf(message: BaseMessage, name: string): { readonly args: unknown } | undefined {
  return AIMessage.isInstance(message) || AIMessageChunk.isInstance(message)
    ? message.tool_calls?.find((call) => call.name === name)
    : undefined;
}

/** Whether streamed arguments broke off: LangChain completes them, and takes half a value for a whole one. */
function isCutOff(message: BaseMessage, name: string): boolean {
  if (!AIMessageChunk.isInstance(message)) return false;
  const args = message.tool_call_chunks?.find((chunk) => chunk.name === name)?.args;
  return args !== undefined && args !== "" && parsedJson(args) === undefined;
}

function joined(total: BaseMessage | undefined, item: string | BaseMessage): BaseMessage {
  const next = typeof item === "string" ? new AIMessageChunk(item) : item;
  if (total === undefined || !isBaseMessageChunk(total) || !isBaseMessageChunk(next)) return next;
  return total.concat(next);
}

const fenced = /```(?:json)?\s*([\s\S]*?)```/gi;

/** The first JSON object in a text: the text itself, a fenced part of it, or what stands between its outermost braces. */
function jsonIn(text: string): unknown {
  const between = text.slice(Math.max(text.indexOf("{"), 0), text.lastIndexOf("}") + 1);
  const candidates = [text, ...Array.from(text.matchAll(fenced), ([, inside = ""]) => inside), between];
  return candidates.map(parsedJson).find(isRecord);
}

/** What has come of a JSON object that begins somewhere in a text. */
function partialJsonIn(text: string): unknown {
  const start = text.indexOf("{");
  if (start < 0) return undefined;
  try {
    return parsePartialJson(text.slice(start)) ?? undefined;
  } catch {
    return undefined;
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Checked {
  readonly value?: unknown;
  readonly issues?: unknown;
}

/**
 * The value as its schema has it: Standard Schema, which Zod speaks too, or Zod of before that. A JSON schema was the
 * service's to check.
 */
async function checked(value: PlainRecord, schema: PlainRecord): Promise<Record<string, unknown>> {
  const { value: accepted, issues } = await check(value, schema);
  if (issues === undefined && isRecord(accepted)) return accepted;
  throw new OutputParserException(
    `The answer does not fit the schema: ${issueTexts(issues) || "it is no object"}.`,
    JSON.stringify(value),
  );
}

async function check(value: PlainRecord, schema: PlainRecord): Promise<Checked> {
  const standard = schema["~standard"];
  if (isRecord(standard) && typeof standard["validate"] === "function") {
    const result: unknown = await standard["validate"](value);
    return isRecord(result) ? result : {};
  }
  if (typeof schema["safeParseAsync"] !== "function") return { value };
  const result: unknown = await schema["safeParseAsync"](value);
  if (!isRecord(result)) return {};
  const { data, error } = result;
  return result["success"] === true ? { value: data } : { issues: isRecord(error) ? error["issues"] : [] };
}

function issueTexts(issues: unknown): string {
  if (!Array.isArray(issues)) return "";
  return issues
    .filter(isRecord)
    .map(
      ({ path, message }) => `${Array.isArray(path) && path.length > 0 ? `${pathText(path)}: ` : ""}${String(message)}`,
    )
    .join("; ");
}

function pathText(path: readonly unknown[]): string {
  return path.map((part) => String(isRecord(part) ? part["key"] : part)).join(".");
}

/** Whether two values are the same JSON; a date, say, is not the text it was made from. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, at) => isSame(item, b[at]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => isSame(a[key], b[key]));
}
