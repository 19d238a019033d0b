import type { BaseLanguageModelInterface } from "@langchain/core/language_models/base";
import type { BasePromptTemplate } from "@langchain/core/prompts";
import type { BaseNeptuneGraph } from "../graphs/base-neptune-graph.ts";
import type { NeptuneRdfGraph } from "../graphs/neptune-rdf-graph.ts";
import type { NeptuneLogger } from "../options.ts";
import type { QueryParameters } from "../request/parameters.ts";

/** An example of a question and the query that answers it. */
export interface QueryExample {
  question: string;
  query: string;
}

/** Examples for a model: as they are to be shown, as a list, or chosen for each question. */
export type QueryExamples =
  | string
  | readonly QueryExample[]
  | ((question: string) => string | readonly QueryExample[] | Promise<string | readonly QueryExample[]>);

/** What a check of the caller's own is told. */
export interface QueryCheckContext {
  question: string;
  /** As the model saw it. */
  schema: string;
}

/** A model: of chat, or of plain texts. */
export type QaModel = BaseLanguageModelInterface;
/** A prompt of any kind. */
export type QaPrompt = BasePromptTemplate;

/** What both question-answering chains take. */
export interface NeptuneQaChainOptions {
  /** Writes the query and the answer, unless other models are there for that. */
  llm?: QaModel;
  /** Writes the answer. */
  qaLlm?: QaModel;
  /** Same as {@link NeptuneQaChainOptions.qaLlm}. */
  qaLLM?: QaModel;
  /**
   * Must be `true`: models write queries that are hostile or wrong, and the guard is no sandbox. Give the identity the
   * action ReadDataViaQuery alone, and a reader endpoint.
   */
  allowDangerousRequests: boolean;
  /** Writes the answer with variables `question` and `context`. */
  qaPrompt?: QaPrompt;
  /** Further instructions for writing the query. @defaultValue "" */
  extraInstructions?: string;
  examples?: QueryExamples;
  /** Rows that the answer is written from; the model is told too. @defaultValue 10 */
  topK?: number;
  /** Adds `intermediateSteps`: the query, and what it gave. @defaultValue false */
  returnIntermediateSteps?: boolean;
  /** Gives the rows in place of an answer; the second model is not asked. @defaultValue false */
  returnDirect?: boolean;
  /** How often the model may mend a query that the service cannot understand. @defaultValue 0 */
  maxQueryRetries?: number;
  /** `false` turns the guard off. @defaultValue true */
  readOnly?: boolean;
  /** Looks at a query after the guard. It throws, or returns another query, which the guard reads again. */
  validateQuery?: (
    query: string,
    context: QueryCheckContext,
  ) => void | string | undefined | Promise<void | string | undefined>;
  /** The longest data that the answer is written from, in characters. @defaultValue 20000 */
  maxContextChars?: number;
  /** The member of the input that holds the question. @defaultValue "query" */
  inputKey?: string;
  /** The member of the output that holds the answer. @defaultValue "result" */
  outputKey?: string;
  /** Where warnings go. @defaultValue the console, each one once */
  logger?: NeptuneLogger;
}

/** Options of `createNeptuneOpencypherQaChain`. */
export interface NeptuneOpencypherQaChainOptions extends NeptuneQaChainOptions {
  graph: BaseNeptuneGraph;
  /** Writes the query. */
  cypherLlm?: QaModel;
  /** Same as {@link NeptuneOpencypherQaChainOptions.cypherLlm}. */
  cypherLLM?: QaModel;
  /**
   * Writes the query; of these variables it gets those that it declares, Python's and LangChain.js's spellings alike:
   * `question`, `schema`, `extraInstructions`, `examples`, `topK`, `parameters`.
   */
  cypherPrompt?: QaPrompt;
  /** Which of the prompts of this package. `auto`: the simple one for Anthropic's models. @defaultValue "auto" */
  promptStyle?: "auto" | "full" | "simple";
  /** Shows the model only these labels and relationship types. Not together with `excludeTypes`. */
  includeTypes?: readonly string[];
  /** Shows the model all labels and relationship types but these. */
  excludeTypes?: readonly string[];
}

/** Options of `createNeptuneSparqlQaChain`. */
export interface NeptuneSparqlQaChainOptions extends NeptuneQaChainOptions {
  graph: NeptuneRdfGraph;
  /** Writes the query. */
  sparqlLlm?: QaModel;
  /** Same as {@link NeptuneSparqlQaChainOptions.sparqlLlm}. */
  sparqlLLM?: QaModel;
  /** Writes the query; of these variables it gets those that it declares: `question` or `prompt`, `schema`, `extraInstructions`, `examples`, `topK`. */
  sparqlPrompt?: QaPrompt;
  /** IRIs that SERVICE may name in a query. @defaultValue none */
  allowServices?: readonly string[];
}

/** A question, as a text or as an object: under `inputKey`, with values for `$name` in the query. */
export type NeptuneQaInput = string | { query?: string; params?: QueryParameters; [key: string]: unknown };

/** The key of the steps in the output. */
export const INTERMEDIATE_STEPS_KEY = "intermediateSteps";

/** What a chain gives: the answer under `outputKey`, the rows with `returnDirect`, and the steps if asked for. */
export interface NeptuneQaOutput {
  result?: unknown;
  /** `[{ query }, { context }]` */
  intermediateSteps?: readonly Readonly<Record<string, unknown>>[];
  [key: string]: unknown;
}
