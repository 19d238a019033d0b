import type { NeptuneCallOptions } from "../options.ts";
import type { QueryParameters } from "../request/parameters.ts";
import type { QaModel, QaPrompt } from "./chain-options.ts";

/** Data of a graph, as the second model sees it. */
export interface QueryData {
  /** What goes into the intermediate steps, and is the result with `returnDirect`. */
  readonly raw: unknown;
  /** One for each row; the rows beyond `topK` are left out later. */
  readonly rows: readonly unknown[];
}

/** What is particular about a query language. */
export interface QaLanguage {
  /** The name of the step that writes the query: `generate_opencypher`. */
  readonly generateName: string;
  readonly executeName: string;
  /** Of the chain itself, in traces. */
  readonly chainName: string;
  readonly queryLlm: QaModel;
  readonly queryPrompt: QaPrompt;
  readonly defaultQaPrompt: QaPrompt;
  /** Whether the input may have `params`. */
  readonly takesParameters: boolean;
  ensureSchema(options: NeptuneCallOptions): Promise<string>;
  /** The query in an answer; empty when there is none. */
  extract(text: string): string;
  /** @throws NeptuneReadOnlyViolationError */
  guard(query: string): string;
  run(query: string, parameters: QueryParameters, options: NeptuneCallOptions): Promise<QueryData>;
}
