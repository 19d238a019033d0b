import { mapAwsError, withIdleTimeout } from "@langchain-aws/core";
import { KnowledgeBasesClient } from "../client.ts";
import { readOptions } from "../option-names.ts";
import { onFailedAttemptOf } from "../resolve-options.ts";
import { takeFields } from "../take-fields.ts";
import { agenticOptions, buildAgenticRequest } from "./build-agentic-request.ts";
import type { AgenticRetrieveEvent, AgenticRetrieveInput, AgenticRetrieveOutput } from "./options.ts";
import { parseAgenticEvents } from "./parse-agentic-events.ts";

/**
 * Lets a model search a managed knowledge base, several times if need be, and answer if it is asked to.
 *
 * ```ts
 * const { documents } = await agenticRetrieve({ knowledgeBaseId: "KB12345678", query: "Compare the two plans." });
 * ```
 *
 * @throws AwsConfigurationError, TypeError or RangeError before any request; an error of `@langchain-aws/core` when the
 *   service refuses or the stream breaks
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_AgenticRetrieveStream.html
 */
export async function agenticRetrieve(input: AgenticRetrieveInput): Promise<AgenticRetrieveOutput> {
  return parseAgenticEvents(agenticRetrieveStream(input));
}

/**
 * The events of {@link agenticRetrieve} as they come: pieces of the answer, progress, the result.
 *
 * @throws as `agenticRetrieve`, from the first step
 */
export async function* agenticRetrieveStream(input: AgenticRetrieveInput): AsyncGenerator<AgenticRetrieveEvent> {
  const { options, rest } = takeFields(input ?? {});
  const given = readOptions(rest, agenticOptions, "agenticRetrieve");
  const signal = signalOf(given);
  const request = buildAgenticRequest(given);
  const client = new KnowledgeBasesClient({ aws: options, onFailedAttempt: onFailedAttemptOf(given) });
  // Leaving an event stream does not end its request; an abort does.
  const reader = new AbortController();
  let phase: "opening" | "open" = "opening";
  try {
    const { stream } = await client.agenticRetrieve(request, anyOf(reader.signal, signal));
    for await (const event of watched(stream, options.timeout, signal)) {
      throwException(event);
      phase = "open";
      yield event;
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw mapAwsError(error, { ...client.agenticContext(request), stream: phase });
  } finally {
    reader.abort();
  }
}

const anyOf = (own: AbortSignal, signal: AbortSignal | undefined): AbortSignal =>
  signal === undefined ? own : AbortSignal.any([signal, own]);

function watched(
  stream: AsyncIterable<AgenticRetrieveEvent> | undefined,
  idleTimeoutMs = 0,
  signal: AbortSignal | undefined,
): AsyncIterable<AgenticRetrieveEvent> {
  return withIdleTimeout(stream ?? noEvents(), {
    idleTimeoutMs,
    describe: "AgenticRetrieveStream",
    option: "timeout",
    ...(signal !== undefined && { signal }),
  });
}

async function* noEvents(): AsyncGenerator<never> {}

// The AWS SDK throws exceptions of the stream itself; clients of other makes hand them out as events.
function throwException(event: AgenticRetrieveEvent): void {
  const [name, value]: [string, unknown] = Object.entries(event)[0] ?? ["", undefined];
  if (!name.endsWith("Exception")) return;
  throw value instanceof Error ? value : Object.assign(new Error("The stream holds an exception."), { name });
}

function signalOf(given: ReadonlyMap<string, unknown>): AbortSignal | undefined {
  const signal = given.get("signal");
  if (signal === undefined || signal instanceof AbortSignal) return signal;
  throw new TypeError("signal must be an AbortSignal.");
}
