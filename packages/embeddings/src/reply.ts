import { BedrockServiceError, isRecord, type PlainRecord, redact } from "@langchain-aws/core";
import type { ModelFamily } from "./families/model-family.ts";
import type { EmbeddingType } from "./options.ts";
import { isFiniteVector, type Vector, type VectorForm } from "./vector.ts";

/** What is known of the request that a reply answers. */
export interface ReplyContext {
  readonly model: string;
  readonly family: ModelFamily;
  readonly embeddingType: EmbeddingType;
  /** The inputs, as the caller counts them. */
  readonly indexes: readonly number[];
  /** The texts of the request, which no error may quote. */
  readonly texts: () => readonly string[];
}

/** A reply that holds a vector for each input. */
export interface ReadReply<V> {
  readonly vectors: readonly V[];
  /** Where the service says so in the body, as Titan does. */
  readonly inputTokens: number | undefined;
  readonly truncatedCharLength: number | undefined;
}

/**
 * Reads the vectors of a reply.
 *
 * @throws BedrockServiceError `UNEXPECTED_REPLY` when the body is not JSON, holds another number of vectors than there
 *   were inputs, or a vector with something else than finite numbers. The text shows member names, never values.
 */
export function readReply<V extends Vector>(
  body: Uint8Array,
  form: VectorForm<V>,
  context: ReplyContext,
): ReadReply<V> {
  const reply = parseBody(body, form, context);
  const { vectors, problem, truncatedCharLength } = context.family.parseResponse(reply, context.embeddingType);
  const { indexes } = context;
  if (vectors.length !== indexes.length) {
    const said = problem === undefined ? "" : ` The model says: ${redact(problem, context.texts())}`;
    const counts = `${count(vectors.length, "vector")} for ${count(indexes.length, "input")}`;
    throw unexpected(context, `It holds ${counts}. Its members: ${membersOf(reply)}.${said}`);
  }
  const tokens = reply["inputTextTokenCount"];
  return {
    vectors: vectors.map((vector, at) => checkVector(vector, form, context, reply, at)),
    inputTokens: typeof tokens === "number" ? tokens : undefined,
    truncatedCharLength,
  };
}

function parseBody(body: Uint8Array, form: VectorForm<Vector>, context: ReplyContext): PlainRecord {
  let reply: unknown;
  try {
    reply = form.parse(body);
  } catch (error) {
    // A SyntaxError of the runtime quotes what it stumbled over.
    if (!(error instanceof SyntaxError)) throw error;
    throw unexpected(
      context,
      `Its body of ${body.length} bytes is not JSON. Check the endpoint, and proxies before it.`,
    );
  }
  if (!isRecord(reply)) throw unexpected(context, "Its body is not a JSON object.");
  return reply;
}

function checkVector<V extends Vector>(
  vector: unknown,
  form: VectorForm<V>,
  context: ReplyContext,
  reply: PlainRecord,
  at: number,
): V {
  const index = context.indexes[at] ?? at;
  if (!form.is(vector) || vector.length === 0) {
    throw unexpected(
      context,
      `It holds no vector of numbers for input ${index}. Its members: ${membersOf(reply)}.`,
      index,
    );
  }
  if (!isFiniteVector(vector)) {
    throw unexpected(context, `The vector for input ${index} holds a number that is not finite.`, index);
  }
  return vector;
}

function unexpected({ model, indexes }: ReplyContext, problem: string, failedIndex = indexes[0]): BedrockServiceError {
  const error = new BedrockServiceError(`The reply of ${model} cannot be used. ${problem}`, {
    code: "UNEXPECTED_REPLY",
    service: "bedrock-runtime",
    operation: "InvokeModel",
    retryable: false,
  });
  return Object.assign(error, { failedIndex });
}

const membersOf = (reply: PlainRecord): string => Object.keys(reply).slice(0, 20).join(", ") || "none";

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
