import type { StreamRecord } from "./stream-record.ts";

/** A record that was found as text. Its bytes are made when somebody asks: this package's handlers read the text. */
export class TextRecord implements StreamRecord {
  readonly text: string;
  readonly event?: string | undefined;
  readonly value: unknown;

  constructor(text: string, event?: string, value?: unknown) {
    this.text = text;
    this.event = event;
    this.value = value;
  }

  get bytes(): Uint8Array {
    return new TextEncoder().encode(this.text);
  }
}
