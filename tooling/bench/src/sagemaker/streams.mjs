import { EventStreamCodec } from "@smithy/core/event-streams";

const encoder = new TextEncoder();
const codec = new EventStreamCodec(
  (bytes) => new TextDecoder().decode(bytes instanceof Uint8Array ? bytes : encoder.encode(String(bytes))),
  (text) => encoder.encode(text),
);

/** @param {string | Uint8Array} bytes */
const part = (bytes) =>
  codec.encode({
    headers: {
      ":event-type": { type: "string", value: "PayloadPart" },
      ":content-type": { type: "string", value: "application/octet-stream" },
      ":message-type": { type: "string", value: "event" },
    },
    body: typeof bytes === "string" ? encoder.encode(bytes) : bytes,
  });

const words = Array.from({ length: 2000 }, (_, index) => `word${index % 10} `);
const tgi = words.map(
  (text, index) =>
    `data:${JSON.stringify({ index, token: { id: index, text, logprob: -0.25, special: false }, generated_text: null, details: null })}\n\n`,
);
const lmi = words.map((text, id) => `${JSON.stringify({ token: { id, text, log_prob: -0.25 } })}\n`);
const openAi = words.map(
  (content) =>
    `data: ${JSON.stringify({ id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, delta: { content }, logprobs: null, finish_reason: null }] })}\n\n`,
);
const partsPerWrite = 20;

/** @param {readonly (string | Uint8Array)[]} pieces */
const writesOf = (pieces) =>
  Array.from({ length: Math.ceil(pieces.length / partsPerWrite) }, (_, index) =>
    Buffer.concat(pieces.slice(index * partsPerWrite, (index + 1) * partsPerWrite).map(part)),
  );

const longLine = `${JSON.stringify({ token: { id: 1, text: "x".repeat(1000), log_prob: -0.25 } })}\n`;

/**
 * 64 KiB of lines in parts of 4 KiB, which cut the lines anywhere.
 *
 * @type {Uint8Array[]}
 */
const block = (() => {
  const bytes = Buffer.from(longLine.repeat(60));
  const cuts = Array.from({ length: Math.ceil(bytes.length / 4096) }, (_, at) =>
    bytes.subarray(at * 4096, (at + 1) * 4096),
  );
  return [Buffer.concat(cuts.map(part))];
})();
const blockBytes = longLine.length * 60;

/** One line of so many bytes, in parts of 16 KiB. @param {number} size */
function* oneLine(size) {
  const filler = part("x".repeat(16 * 1024));
  yield part('{"token":{"id":1,"text":"');
  for (let left = size; left > 0; left -= 16 * 1024) yield filler;
  yield part('"}}\n');
}

const [tgiWrites, lmiWrites, openAiWrites] = [writesOf(tgi), writesOf(lmi), writesOf(openAi)];

/**
 * The bytes of each stream, by the name of its endpoint.
 *
 * @type {Record<string, { contentType: string, writes: () => Iterable<Uint8Array> }>}
 */
export const streams = {
  tgi: { contentType: "text/event-stream", writes: () => tgiWrites },
  lmi: { contentType: "application/jsonlines", writes: () => lmiWrites },
  openai: { contentType: "text/event-stream", writes: () => openAiWrites },
};

for (const megabytes of [5, 10, 25, 50]) {
  const count = Math.ceil((megabytes * 1_000_000) / blockBytes);
  streams[`lines-${megabytes}`] = {
    contentType: "application/jsonlines",
    *writes() {
      for (let left = count; left > 0; left -= 1) yield* block;
    },
  };
}
for (const megabytes of [2, 4, 8, 16]) {
  streams[`line-${megabytes}`] = { contentType: "application/jsonlines", writes: () => oneLine(megabytes * 1_000_000) };
}
