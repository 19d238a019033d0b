import type { RequestEntry } from "./request-log.ts";

/** Which requests a fault is for. All members given must hold. */
export interface FaultMatch {
  service?: string;
  operation?: string;
  /** The model id as the caller wrote it. */
  model?: string | RegExp;
  test?(entry: Readonly<RequestEntry>): boolean;
}

/** Which of the matching requests, counted for each rule from 1. All members given must hold. */
export interface FaultTiming {
  /** That one alone. */
  nth?: number;
  /** Every third with 3. */
  every?: number;
  /** The first so many. */
  first?: number;
  /** Between 0 and 1, from the seeded generator. */
  probability?: number;
  /** At most so often. */
  times?: number;
}

/** An error of the service, in full. */
export interface FaultError {
  status: number;
  type: string;
  message: string;
}

/** What happens. Slowness, breakage of a stream and the rest may be combined. */
export interface FaultAction {
  error?: FaultError;
  /** 429 `ThrottlingException`; a text replaces the message. */
  throttle?: boolean | string;
  /** 503 `ServiceUnavailableException` */
  unavailable?: boolean | string;
  /** 408 `ModelTimeoutException` */
  timeout?: boolean | string;
  /** 403 `AccessDeniedException` */
  accessDenied?: boolean | string;
  /** 424 `ModelErrorException` */
  modelError?: boolean | string;
  /** Before anything is answered. */
  latencyMs?: number;
  /** Up to so much more, from the seeded generator. */
  jitterMs?: number;
  /** Between the head and the first byte of the body. */
  firstByteMs?: number;
  /** Before each event but the first. */
  eventDelayMs?: number;
  bytesPerSecond?: number;
  /** RST_STREAM over HTTP/2, a TCP reset over HTTP/1.1. */
  reset?: "beforeHeaders" | "afterHeaders";
  /** How many events are delivered before a stream breaks. @defaultValue 0 */
  afterEvents?: number;
  /** An exception frame, which ends the stream: `throttlingException`, or with a message of its own. */
  exception?: string | { type: string; message: string };
  /** The connection is closed in the middle of the body. */
  drop?: boolean;
  /** Nothing more is sent, and the connection stays open. */
  hang?: boolean;
  /** The stream ends cleanly and too soon. */
  endEarly?: boolean;
  /** The stream ends in the middle of a frame. */
  truncateFrame?: boolean;
  /** The next frame has a wrong checksum. */
  corruptCrc?: boolean;
  /** A frame of the type `error`, which ends the stream. */
  errorFrame?: boolean | { code: string; message: string };
  /** A frame of an event type that no client knows, and the stream goes on. */
  unknownEvent?: boolean | string;
  /** The event before is sent again, and the stream goes on. */
  duplicateEvent?: boolean;
  /** The body leaves in pieces of so many bytes. */
  splitEvery?: number;
  /** An HTTP/2 session gets GOAWAY after the answer. */
  goaway?: boolean;
  /**
   * Neptune Database: 200 and half of the rows, then that error: in trailers where the client takes them, else as an
   * object at the end of the body. A text is a `TimeLimitExceededException` with that message.
   */
  lateError?: boolean | string | { type: string; message: string };
  /** 200 with half a JSON object. */
  badJson?: boolean;
  /** 502 with the HTML page of a proxy. */
  html502?: boolean;
  /** 200 with no body. */
  emptyBody?: boolean;
  /** 403 `ExpiredTokenException` once so many requests were let through. */
  expireCredentials?: { after: number };
}

/** One rule. */
export interface Fault {
  match?: FaultMatch;
  when?: FaultTiming;
  do: FaultAction;
}

/** A rule that was applied to a request. */
export interface AppliedFault {
  id: string;
  action: FaultAction;
  /** `latencyMs` with its jitter. */
  latencyMs: number;
}
