import { QueryProblem } from "../../engines/property-graph.ts";
import { ReaderError, TimeLimitError } from "../../graphs/run-query.ts";
import { ServiceError } from "../../operation.ts";

/** What went wrong with a query, as Neptune Database answers it. Anything else is the endpoint's own failure. */
export function toDatabaseError(error: unknown): unknown {
  if (error instanceof QueryProblem) {
    return new ServiceError(
      error.kind === "syntax" ? "MalformedQueryException" : "BadRequestException",
      400,
      error.message,
    );
  }
  if (error instanceof TimeLimitError) {
    return new ServiceError("TimeLimitExceededException", 500, "Operation terminated (deadline exceeded)");
  }
  if (error instanceof ReaderError) {
    return new ServiceError(
      "ReadOnlyViolationException",
      400,
      "The request is rejected because it violates some read-only restriction, such as a designation of a replica as read-only.",
    );
  }
  return error;
}
