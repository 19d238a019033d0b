import type { RecordReader, StreamRecord } from "./stream-record.ts";
import { TextRecord } from "./text-record.ts";

/** Text as it comes, each piece cut between characters: one decoder reads the whole body. */
export class RawReader implements RecordReader {
  readonly isDone: boolean = false;
  readonly mayBeEmpty: boolean = true;
  readonly #decoder: TextDecoder = new TextDecoder();

  push(part: Uint8Array): StreamRecord[] {
    return toRecords(this.#decoder.decode(part, { stream: true }));
  }

  end(): StreamRecord[] {
    return toRecords(this.#decoder.decode());
  }
}

function toRecords(text: string): StreamRecord[] {
  return text === "" ? [] : [new TextRecord(text)];
}
