import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { jsonFrame } from "./frames.ts";

/** What a request was answered with: a reply as JSON, or the events of a stream. */
export interface Replay {
  readonly response?: object | undefined;
  readonly events?: readonly Record<string, unknown>[] | undefined;
  /** Where the bytes of the answer are cut, as a fraction of its length. @defaultValue every 13 bytes */
  readonly cuts?: readonly number[] | undefined;
  /** More headers of the answer. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A request as it came. */
export interface SeenRequest {
  readonly model: string;
  readonly operation: string;
  readonly body: unknown;
}

export interface ReplayServer {
  readonly url: string;
  /** What came since the last answer was set. */
  readonly requests: SeenRequest[];
  /** The headers of those requests. */
  readonly headers: IncomingHttpHeaders[];
  /** Sets the answer to everything that comes from now on. */
  answer(replay: Replay): void;
}

/** Every answer has this id. */
export const requestId = "00000000-0000-4000-8000-000000000001";

/** A bare endpoint on the loopback that gives what it is told to, valid or not, and checks nothing. */
export function useReplayServer(): ReplayServer {
  let replay: Replay = {};
  let url = "";
  const requests: SeenRequest[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const [, , model = "", operation = ""] = (request.url ?? "").split("/");
      requests.push({
        model: decodeURIComponent(model),
        operation,
        body: JSON.parse(Buffer.concat(pieces).toString()),
      });
      headers.push(request.headers);
      const isStream = operation.endsWith("-stream");
      response.setHeader("x-amzn-requestid", requestId);
      response.setHeader("content-type", isStream ? "application/vnd.amazon.eventstream" : "application/json");
      for (const [name, value] of Object.entries(replay.headers ?? {})) response.setHeader(name, value);
      const bytes = isStream ? framesOf(replay.events ?? []) : Buffer.from(JSON.stringify(replay.response));
      for (const piece of cut(bytes, replay.cuts)) response.write(piece);
      response.end();
    });
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${addressOf(server.address()).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => void server.close(resolve));
  });
  return {
    get url() {
      return url;
    },
    requests,
    headers,
    answer(next) {
      replay = next;
      requests.length = 0;
      headers.length = 0;
    },
  };
}

/** Events as frames. One whose name ends in `Exception` is an exception, as the service sends it. */
function framesOf(events: readonly Record<string, unknown>[]): Buffer {
  const frames = events.flatMap((event) =>
    Object.entries(event).map(([type, payload]) =>
      jsonFrame(type.endsWith("Exception") ? "exception" : "event", type, payload),
    ),
  );
  return Buffer.concat(frames);
}

function cut(bytes: Buffer, cuts: readonly number[] | undefined): Buffer[] {
  const everywhere = Array.from({ length: Math.ceil(bytes.length / 13) }, (_, index) => index * 13);
  const ends = cuts?.map((fraction) => Math.floor(fraction * bytes.length)).toSorted((a, b) => a - b) ?? everywhere;
  return [...ends, bytes.length].map((end, index, all) => bytes.subarray(all[index - 1] ?? 0, end));
}

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (typeof address === "object" && address !== null) return address;
  throw new Error("The server does not listen.");
}
