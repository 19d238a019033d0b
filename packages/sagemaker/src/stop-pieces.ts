import { AIMessageChunk } from "@langchain/core/messages";
import type { StreamPiece } from "./content-handler.ts";
import type { StreamOutcome } from "./piece-reader.ts";
import { StopSequenceFilter } from "./stream/stop-sequence-filter.ts";
import type { PieceStream } from "./streaming-endpoint.ts";

/** The pieces of a stream up to its first stop sequence, where the connection is closed. Empty pieces are left out. */
export function untilStop(
  stream: PieceStream,
  stops: readonly string[] = [],
): { pieces: AsyncGenerator<StreamPiece>; readonly outcome: () => StreamOutcome } {
  const filter = new StopSequenceFilter(stops);
  return {
    pieces: filtered(stream, filter, stops.length > 0),
    outcome: () => (filter.isStopped ? { ...stream.outcome(), finishReason: "stop" } : stream.outcome()),
  };
}

async function* filtered(
  stream: PieceStream,
  filter: StopSequenceFilter,
  hasStops: boolean,
): AsyncGenerator<StreamPiece> {
  for await (const pieces of stream.pieces) {
    for (const piece of pieces) {
      const shown = hasStops ? filteredPiece(piece, filter) : piece;
      if (!isEmpty(shown)) yield shown;
      if (filter.isStopped) return;
    }
  }
  const rest = filter.end();
  if (rest !== "") yield { text: rest };
}

function filteredPiece({ text, id, message }: StreamPiece, filter: StopSequenceFilter): StreamPiece {
  if (message === undefined) return { text: filter.push(text ?? ""), ...(id !== undefined && { id }) };
  if (typeof message.content !== "string") return { message };
  const { additional_kwargs, response_metadata, usage_metadata, tool_call_chunks = [] } = message;
  const content = filter.push(message.content);
  return {
    message: new AIMessageChunk({
      content,
      ...(message.id !== undefined && { id: message.id }),
      ...(usage_metadata !== undefined && { usage_metadata }),
      additional_kwargs,
      response_metadata,
      tool_call_chunks,
    }),
  };
}

function isEmpty({ text, message }: StreamPiece): boolean {
  if (message === undefined) return text === undefined || text === "";
  return (
    (text === undefined || text === "") &&
    message.content.length === 0 &&
    (message.tool_call_chunks?.length ?? 0) === 0 &&
    message.usage_metadata === undefined &&
    Object.keys(message.additional_kwargs).length === 0 &&
    Object.keys(message.response_metadata).length === 0
  );
}
