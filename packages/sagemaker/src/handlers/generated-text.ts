import { isRecord, type PlainRecord, recordOf, stringOf } from "@langchain-aws/core";
import type { StreamPiece, TextReply } from "../content-handler.ts";
import { ModelBodyError } from "../model-body-error.ts";
import { jsonOf, type StreamRecord } from "../stream/stream-record.ts";
import { answerOf, checkForError, parseBody } from "./json-body.ts";
import { detailsUsage } from "./usage.ts";

/**
 * Reads the answers of TGI, LMI and JumpStart: `{generated_text, details?}` or an array of it, `{generated_texts}`,
 * `[{generation}]`, `{outputs}`.
 */
export function readGeneratedText(body: Uint8Array): TextReply {
  const answer = answerOf(parseBody(body));
  const text = textOf(answer);
  if (text === undefined) {
    throw new Error(`The answer has no generated_text. Its members are: ${Object.keys(answer).join(", ") || "none"}.`);
  }
  return { text, ...factsOf(answer["details"]) };
}

function textOf({ generated_text, generated_texts, generation, outputs }: PlainRecord): string | undefined {
  const candidates = [generated_text, firstOf(generated_texts), generation, firstOf(outputs)];
  return candidates.find((candidate) => typeof candidate === "string");
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}

/**
 * Reads one record of a token stream. The whole text that the last record repeats is not taken again.
 *
 * @see https://huggingface.co/docs/text-generation-inference/messages_api `StreamResponse`
 */
export function readTokenRecord(record: StreamRecord): StreamPiece | null {
  const value = jsonOf(record);
  const answer: unknown = Array.isArray(value) ? value[0] : value;
  if (!isRecord(answer)) throw new Error("The record is no JSON object.");
  checkForError(answer);
  const facts = factsOf(answer["details"]);
  const { token } = answer;
  if (!isRecord(token)) return { text: textOf(answer) ?? "", ...facts };
  const text = stringOf(token["text"]) ?? "";
  if (token["id"] === -1 && text === "") throw new ModelBodyError("The model failed while it generated text.");
  return { ...(token["special"] !== true && { text }), ...facts };
}

function factsOf(details: unknown): Pick<TextReply, "usage" | "finishReason"> {
  const usage = detailsUsage(details);
  const finishReason = stringOf(recordOf(details)["finish_reason"]);
  return { ...(usage !== undefined && { usage }), ...(finishReason !== undefined && { finishReason }) };
}
