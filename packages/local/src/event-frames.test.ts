import { EventStreamCodec } from "@smithy/core/event-streams";
import { fromUtf8, toUtf8 } from "@smithy/core/serde";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { encodeEvent, encodeFrame, toExceptionEvent } from "./event-frames.ts";
import { ServiceError } from "./operation.ts";

const codec = new EventStreamCodec(toUtf8, fromUtf8);

/** Headers in their order, and the payload as text, as Smithy's codec reads them. */
function decode(frame: Uint8Array): { headers: [string, unknown][]; payload: string } {
  const { headers, body } = codec.decode(frame);
  return { headers: Object.entries(headers).map(([name, { value }]) => [name, value]), payload: toUtf8(body) };
}

describe("encodeFrame", () => {
  it("is read by Smithy's codec whatever it holds", () => {
    const name = fc.stringMatching(/^:?[a-z][a-z-]{0,60}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, fc.string()), { selector: ([key]) => key }),
        fc.uint8Array(),
        (headers, payload) => {
          const { headers: found, body } = codec.decode(encodeFrame(headers, payload));
          expect(Object.fromEntries(Object.entries(found).map(([key, { value }]) => [key, value]))).toEqual(
            Object.fromEntries(headers),
          );
          expect(body).toEqual(payload);
        },
      ),
    );
  });
});

describe("encodeEvent", () => {
  it.each([
    [
      "an event",
      { type: "messageStart", body: { role: "assistant" } },
      [
        [":event-type", "messageStart"],
        [":content-type", "application/json"],
        [":message-type", "event"],
      ],
      '{"role":"assistant"}',
    ],
    [
      "raw bytes",
      { type: "PayloadPart", raw: Buffer.from("ü") },
      [
        [":event-type", "PayloadPart"],
        [":content-type", "application/octet-stream"],
        [":message-type", "event"],
      ],
      "ü",
    ],
    [
      "an exception",
      toExceptionEvent(new ServiceError("ModelStreamErrorException", 424, "It broke.", { originalStatusCode: 500 })),
      [
        [":exception-type", "modelStreamErrorException"],
        [":content-type", "application/json"],
        [":message-type", "exception"],
      ],
      '{"message":"It broke.","originalStatusCode":500}',
    ],
    [
      "an error",
      { type: "InternalError", messageType: "error" as const, body: { message: "It failed." } },
      [
        [":error-code", "InternalError"],
        [":error-message", "It failed."],
        [":message-type", "error"],
      ],
      "",
    ],
  ])("writes %s with the service's headers in the service's order", (_name, event, headers, payload) => {
    expect(decode(encodeEvent(event))).toEqual({ headers, payload });
  });
});
