/** What one client may ask of the endpoint before it is refused or cut off. */
export interface Limits {
  /** Connections at one time; those beyond are closed at once. */
  connections: number;
  /** How long a client may take for the head of a request, in milliseconds: 408, and the connection ends. */
  headMs: number;
  /** How long for a whole request, its body included; likewise. */
  requestMs: number;
  /** How long a client may leave an event stream unread that it asked for: the stream ends with an error. */
  unreadMs: number;
  /** How long an HTTP/2 session may be silent: it is then closed once nothing is open in it. */
  idleMs: number;
  /** Bytes of requests and answers that the log holds; beyond, the oldest entries lose theirs. */
  loggedBytes: number;
}

/** Generous for every client that works, and an end to those that do not. */
export const defaultLimits: Readonly<Limits> = {
  connections: 10_000,
  headMs: 60_000,
  requestMs: 300_000,
  unreadMs: 300_000,
  idleMs: 300_000,
  loggedBytes: 100_000_000,
};
