/** Why the guard refuses a query. */
export interface GuardViolation {
  /** The word or construct, as it is usually written: `DELETE`, `CALL neptune.algo.pageRank.mutate`. */
  readonly clause: string;
  /** What is wrong with it, as the end of a sentence. */
  readonly reason: string;
  /** Counted in UTF-16 units from 0, in the form of the query that was looked at. */
  readonly offset: number;
}

/** Longer queries are refused unread; a query of a model or a person is never as long. */
export const maxGuardedLength = 1_000_000;

/** The violation of a query that is longer. */
export const tooLong: GuardViolation = {
  clause: "the query",
  reason: `is longer than the ${maxGuardedLength} characters that the guard reads`,
  offset: 0,
};
