import type { OpenStream } from "./client.ts";
import type { HandlerContext, StreamPiece } from "./content-handler.ts";
import { checkStreamKwargs } from "./endpoint-kwargs.ts";
import { Endpoint, type EndpointCall, withResponse } from "./endpoint.ts";
import { PieceReader, type StreamOutcome } from "./piece-reader.ts";
import { toResponseMetadata } from "./response-metadata.ts";
import { runHandler } from "./run-handler.ts";
import { toPiece } from "./stream-piece.ts";
import { createRecordReader } from "./stream/record-reader.ts";
import type { StreamRecord } from "./stream/stream-record.ts";

/** A stream that is being read. */
export interface PieceStream {
  /** The pieces of what has arrived. Leaving the loop closes the connection. */
  readonly pieces: AsyncGenerator<readonly StreamPiece[]>;
  /** What has been said so far. */
  outcome(): StreamOutcome;
}

/** An endpoint whose answers can be streamed. Embeddings do without it, and without LangChain's messages. */
export class StreamingEndpoint<In, Out> extends Endpoint<In, Out> {
  /** Opens a stream. */
  async stream(input: In, call: EndpointCall): Promise<PieceStream> {
    const { handler, client, settings } = this.parts;
    client.checkSignal(call.signal, "InvokeEndpointWithResponseStream");
    checkStreamKwargs(call.endpointKwargs);
    const { request, context } = await this.prepare(input, call, true);
    const stream = await client.openStream(request, call);
    const { maxLineBytes } = settings;
    const reader = createRecordReader(handler.framing ?? "auto", stream.output.ContentType, { maxLineBytes });
    const answered = withResponse(context, stream.output);
    const make = (record: StreamRecord) => this.#toPiece(record, answered);
    const pieces = new PieceReader(reader, make, toResponseMetadata(stream.output));
    return { pieces: readPieces(stream, pieces), outcome: () => pieces.outcome };
  }

  #toPiece(record: StreamRecord, context: HandlerContext): StreamPiece | null | Promise<StreamPiece | null> {
    const { handler } = this.parts;
    return runHandler(
      handler,
      handler.transformStreamRecord === undefined ? "transformOutput" : "transformStreamRecord",
      () => record.bytes,
      () => {
        if (handler.transformStreamRecord !== undefined) return handler.transformStreamRecord(record, context);
        const out = handler.transformOutput(record.bytes, context);
        return out instanceof Promise ? out.then(toPiece) : toPiece(out);
      },
      this.facts,
    );
  }
}

async function* readPieces(stream: OpenStream, reader: PieceReader): AsyncGenerator<readonly StreamPiece[]> {
  try {
    while (!reader.isOver) {
      const { pieces, failure } = await reader.take(await stream.read());
      // What came before a failure comes first.
      if (pieces.length > 0) yield pieces;
      if (failure !== undefined) throw failure.error;
    }
  } catch (error) {
    throw stream.explain(error, reader.text);
  } finally {
    stream.close();
  }
}
