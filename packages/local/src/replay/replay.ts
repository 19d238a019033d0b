import { Buffer } from "node:buffer";
import { isEqual } from "../chat/rules/json-schema.ts";
import { ServiceError, type StreamEvent, type WireAnswer, type WireRequest } from "../operation.ts";
import { partialDiff } from "../partial-diff.ts";
import type { ReplayOptions } from "./replay-options.ts";
import { type Recording, readRecordings } from "./recordings.ts";

/** The operations that recordings answer: what each is recorded as, and whether it is a stream. */
const operations: Readonly<Record<string, { recordedAs: string; isStream: boolean }>> = {
  Converse: { recordedAs: "Converse", isStream: false },
  ConverseStream: { recordedAs: "Converse", isStream: true },
  InvokeModel: { recordedAs: "InvokeModel", isStream: false },
  InvokeModelWithResponseStream: { recordedAs: "InvokeModel", isStream: true },
};

/** Answers requests with what was recorded for them, as it was recorded. */
export class Replay {
  readonly #options: ReplayOptions;
  readonly #recordings: readonly Recording[];
  #position = 0;
  /** How often each recording of equal requests was given. */
  readonly #given = new Map<string, number>();

  /** @throws Error naming the file that is missing or wrong */
  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#recordings = readRecordings(options.directory);
  }

  /** Begins again with the first recording. */
  reset(): void {
    this.#position = 0;
    this.#given.clear();
  }

  /**
   * The recorded answer to a request; `undefined` for operations that are not recorded, and where the engines may answer.
   *
   * @throws ServiceError the recorded one, or `ReplayMismatch`, 400, which says how the nearest recording differs
   */
  answer(request: WireRequest): WireAnswer | undefined {
    const operation = operations[request.operation];
    if (operation === undefined) return undefined;
    const { recordedAs, isStream } = operation;
    const candidates = this.#recordings.filter(
      (recording) =>
        recording.operation === recordedAs &&
        (recording.error ?? (isStream ? recording.events : recording.response)) !== undefined,
    );
    const body = bodyOf(request);
    const found = this.#find(candidates, request.params.modelId ?? "", body);
    if (found !== undefined) return toAnswer(found, recordedAs, isStream);
    if (this.#options.fallback === true) return undefined;
    throw new ServiceError("ReplayMismatch", 400, mismatch(request, candidates, body));
  }

  #find(candidates: readonly Recording[], model: string, body: unknown): Recording | undefined {
    const { match = "strict" } = this.#options;
    if (match === "positional") return candidates[this.#position++];
    if (match === "loose") return nearest(candidates, model, body);
    const equal = candidates.filter((recording) => recording.model === model && isEqual(recording.body, body));
    const [first] = equal;
    if (first === undefined) return undefined;
    // Equal requests get their answers in order; the last of them stays.
    const count = this.#given.get(first.name) ?? 0;
    this.#given.set(first.name, count + 1);
    return equal[Math.min(count, equal.length - 1)];
  }
}

function nearest(candidates: readonly Recording[], model: string, body: unknown): Recording | undefined {
  const distance = (recording: Recording): number =>
    differences(recording, body).length + (recording.model === model ? 0 : 0.5);
  return candidates.toSorted((left, right) => distance(left) - distance(right))[0];
}

const differences = ({ body }: Recording, sent: unknown): string[] => partialDiff(body, sent);

function mismatch({ id, operation, params }: WireRequest, candidates: readonly Recording[], body: unknown): string {
  const model = params.modelId ?? "";
  const found = nearest(candidates, model, body);
  const asked = `No recording answers request ${id} (${operation}, ${model}).`;
  if (found === undefined) return `${asked} There is none of that operation.`;
  const other = found.model === model ? [] : [`model: expected ${found.model}`];
  const lines = [...other, ...differences(found, body)].slice(0, 10);
  return `${asked} The nearest is ${found.name}:\n  ${lines.join("\n  ")}`;
}

function bodyOf({ body, rawBody }: WireRequest): unknown {
  if (body !== undefined) return body;
  try {
    return JSON.parse(Buffer.from(rawBody).toString("utf8"));
  } catch {
    return undefined;
  }
}

function toAnswer({ response, events = [], error }: Recording, recordedAs: string, isStream: boolean): WireAnswer {
  if (error !== undefined) throw new ServiceError(error.type, error.status, error.message);
  if (!isStream) return { kind: "json", body: response };
  const isNative = recordedAs === "InvokeModel";
  const headers: Record<string, string> = isNative ? { "x-amzn-bedrock-content-type": "application/json" } : {};
  return { kind: "events", headers, events: toEvents(events, isNative) };
}

async function* toEvents(events: readonly unknown[], isNative: boolean): AsyncGenerator<StreamEvent> {
  for (const event of events) {
    if (isNative) {
      yield { type: "chunk", body: { bytes: Buffer.from(JSON.stringify(event)).toString("base64") } };
      continue;
    }
    for (const [type, body] of Object.entries(event ?? {})) {
      yield type.endsWith("Exception") ? { type, body, messageType: "exception" } : { type, body };
    }
  }
}
