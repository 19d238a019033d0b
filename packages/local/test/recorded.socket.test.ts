import { Buffer } from "node:buffer";

import { EventStreamCodec } from "@smithy/core/event-streams";
import { describe, expect, it, onTestFinished } from "vitest";

import { createLocalAws, type LocalAws } from "../src/index.ts";
import { requestHttp1, type RawAnswer } from "./support/raw-http.ts";
import {
  hasMember,
  isObject,
  type Json,
  readRecordings,
  type RecordedExchange,
  type RecordedReply,
  shapeOf,
  without,
} from "./support/recorded.ts";
import { contentOf } from "./support/recorded-chat.ts";
import { sign } from "./support/signing.ts";

const recordings = readRecordings();

/** Sends what was sent to AWS, byte for byte as JSON, signed as the SDK signs; no body where none was sent. */
async function send(aws: LocalAws, { options, request }: RecordedExchange): Promise<RawAnswer> {
  const { method, path, service, headers } = request;
  const body = request.text ?? (request.body === null ? "" : JSON.stringify(request.body));
  const { pathname, searchParams } = new URL(path, aws.url);
  const signed = await sign({
    method,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers,
    body,
    authority: new URL(aws.url).host,
    service,
    credentials: { accessKeyId: "AKIALOCAL", secretAccessKey: "local", ...options.auth?.keys?.["AKIALOCAL"] },
  });
  return await requestHttp1({ url: aws.url, method, path, headers: signed, body });
}

/** The events of an answer, each by its type; a chunk of a model's own with its bytes read. */
function eventsOf(bytes: Uint8Array): Record<string, Json>[] {
  const codec = new EventStreamCodec(
    (text) => (typeof text === "string" ? text : new TextDecoder().decode(text)),
    (text) => new TextEncoder().encode(text),
  );
  const events: Record<string, Json>[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = new DataView(bytes.buffer, bytes.byteOffset + at).getUint32(0);
    const { headers, body } = codec.decode(bytes.subarray(at, at + length));
    const type = headers[":event-type"] ?? headers[":exception-type"];
    events.push({ [String(type?.value)]: withReadBytes(JSON.parse(new TextDecoder().decode(body)) as Json) });
    at += length;
  }
  return events;
}

/** A chunk with the JSON that its bytes are; as it is where they are something else, as the words of an agent are. */
function withReadBytes(event: Json): Json {
  if (!isObject(event) || typeof event.bytes !== "string") return event;
  const text = Buffer.from(event.bytes, "base64").toString();
  return text.startsWith("{") ? { ...event, bytes: JSON.parse(text) as Json } : event;
}

/** The names of Bedrock's own headers, where the recording kept the headers. */
function namedHeaders(names: readonly string[], { answer }: RecordedExchange): { headers?: string[] } {
  if ("message" in answer || answer.headers === undefined) return {};
  const isNewer = (name: string): boolean => answer.since?.includes(`headers.${name}`) ?? false;
  const own = names.filter((name) => name.startsWith("x-amzn-bedrock-") && !isNewer(name));
  return { headers: own.toSorted() };
}

const recordedShape = ({ body, events }: RecordedReply): Json =>
  shapeOf(events === undefined ? (body ?? null) : events.map(([type, event]) => ({ [type]: event })));

/** What a recording states, in the form of `observed`. */
function stated(recording: RecordedExchange): unknown {
  const { answer } = recording;
  if ("message" in answer) return answer;
  const shape = without(recordedShape(answer), [...(answer.until ?? []), ...Object.keys(answer.unlike ?? {})]);
  return { status: answer.status, ...namedHeaders(answer.headers ?? [], recording), shape };
}

/** The same of an answer of `local`; one that has another status is shown as it is. */
function observed({ status, headers, body }: RawAnswer, recording: RecordedExchange): unknown {
  const { answer } = recording;
  if (status !== answer.status) return { status, body: body.toString() };
  if ("message" in answer) {
    const { message } = JSON.parse(body.toString()) as { message: unknown };
    return { status, ...(answer.type && { type: String(headers["x-amzn-errortype"]).split(":")[0] }), message };
  }
  const shape = shapeOf(answer.events === undefined ? (JSON.parse(body.toString()) as Json) : eventsOf(body));
  return {
    status,
    ...namedHeaders(Object.keys(headers), recording),
    shape: without(shape, [...(answer.since ?? []), ...Object.keys(answer.unlike ?? {})]),
  };
}

describe("[21] what AWS answered to public requests", () => {
  it.each(recordings.map((recording) => [recording.name, recording] as const))("%s", async (_name, recording) => {
    const aws = await createLocalAws(recording.options);
    onTestFinished(async () => await aws.close());
    const blocks = contentOf(recording.answer);
    const said = recording.script ?? (blocks && { blocks });
    if (said !== undefined) aws.chat.script([said]);
    expect(observed(await send(aws, recording), recording)).toEqual(stated(recording));
  });
});

/** The maker of the model that a recording is of. */
const makerOf = ({ request }: RecordedExchange): string | undefined =>
  /^\/model\/(?:(?:us|eu|apac|jp|au|us-gov|global)\.)?([a-z0-9]+)\./.exec(request.path)?.[1];

it("knows newer members of answers from newer recordings of the same maker's models", () => {
  const replies = recordings.flatMap((recording) =>
    "message" in recording.answer ? [] : [{ ...recording, answer: recording.answer }],
  );
  const unproved = replies.flatMap((older) =>
    (older.answer.since ?? []).filter(
      (member) =>
        !replies.some((newer) => {
          const shape = recordedShape(newer.answer);
          // An event of a stream carries what stands beside the message of a whole answer.
          const isThere =
            hasMember(shape, member) ||
            hasMember(shape, member.replace(/^(metadata|chunk\.bytes(\.metadata)?)\./, "")) ||
            newer.answer.headers?.includes(member.replace(/^headers\./, ""));
          // The filler is the service's, whoever made the model.
          const isOfSameMaker = makerOf(newer) === makerOf(older) || member.endsWith(".p");
          return isOfSameMaker && isThere;
        }),
    ),
  );
  expect(unproved).toEqual([]);
});
