import { isPlainRecord, type PlainRecord } from "@langchain-aws/core";

type Reader = (content: PlainRecord) => unknown;

const textOf: Reader = ({ text }) => text;

/**
 * What each type of content has to read. Nothing is cleaned: white space is what tables, code and markdown are made of.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_RetrievalResultContent.html
 */
const readers: Readonly<Record<string, Reader>> = {
  TEXT: textOf,
  IMAGE: ({ byteContent }) => byteContent,
  ROW: ({ row }) => JSON.stringify(row ?? []),
  AUDIO: ({ audio }) => (isPlainRecord(audio) ? audio["transcription"] : undefined),
  VIDEO: ({ video }) => (isPlainRecord(video) ? video["summary"] : undefined),
};

/** The type of a result's content; without one it is text. */
export function contentType(content: unknown): string {
  const type = isPlainRecord(content) ? content["type"] : undefined;
  return typeof type === "string" && type !== "" ? type : "TEXT";
}

/** A result's content as text; empty when there is none, or when it is of a type that has no text. */
export function pageContent(content: unknown, type: string): string {
  if (!isPlainRecord(content)) return "";
  const read = (Object.hasOwn(readers, type) ? readers[type] : undefined) ?? textOf;
  const value = read(content);
  return typeof value === "string" ? value : "";
}
