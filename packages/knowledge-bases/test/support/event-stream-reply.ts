import { Readable } from "node:stream";
import { utf8Decode, utf8Encode } from "@langchain-aws/core";
import { EventStreamCodec } from "@smithy/core/event-streams";
import type { Reply } from "./recording-handler.ts";

const codec = new EventStreamCodec(
  (bytes) =>
    typeof bytes === "string" ? bytes : utf8Decode(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
  utf8Encode,
);

/** Events and exceptions as frames, encoded by the AWS SDK's own codec: each `[name, body]`. */
export function eventStream(...events: readonly (readonly [name: string, body: object])[]): Reply {
  const frames = events.map(([name, body]) => {
    const kind = name.endsWith("Exception") ? "exception" : "event";
    return codec.encode({
      headers: {
        ":message-type": { type: "string", value: kind },
        [`:${kind}-type`]: { type: "string", value: name },
        ":content-type": { type: "string", value: "application/json" },
      },
      body: utf8Encode(JSON.stringify(body)),
    });
  });
  return {
    headers: { "content-type": "application/vnd.amazon.eventstream" },
    body: Readable.from(frames),
  };
}
