import { isRecord } from "@langchain-aws/core";
import type { CallbackManagerForChainRun } from "@langchain/core/callbacks/manager";
import { AIMessage, type BaseMessage, HumanMessage } from "@langchain/core/messages";
import { ensureConfig, patchConfig, Runnable, type RunnableConfig, RunnableLambda } from "@langchain/core/runnables";
import type { BasePromptValueInterface } from "@langchain/core/prompt_values";
import { NeptuneConfigError, NeptuneMalformedQueryError, NeptuneQueryGenerationError } from "../errors.ts";
import { unanswerable } from "../prompts/unanswerable.ts";
import type { QueryParameters } from "../request/parameters.ts";
import {
  INTERMEDIATE_STEPS_KEY,
  type NeptuneQaInput,
  type NeptuneQaOutput,
  type QueryExample,
} from "./chain-options.ts";
import { writeContext } from "./context.ts";
import { withoutThoughts } from "./extract-query.ts";
import { textOfOutput } from "./model-text.ts";
import type { QaLanguage, QueryData } from "./qa-language.ts";
import type { ChainSettings } from "./resolve-chain.ts";

/** A question, and what it was asked with. */
interface Question {
  readonly question: string;
  readonly parameters: QueryParameters;
}

/** A query that was run, and what it gave. */
interface Found {
  readonly query: string;
  readonly data: QueryData;
}

/** A query that the service did not understand. */
interface Failed {
  readonly query: string;
  readonly message: string;
}

/**
 * Answers a question from a graph: one model writes a query, the guard reads it, the graph runs it, and one model answers
 * from the rows.
 */
export class NeptuneQaChain extends Runnable<NeptuneQaInput, NeptuneQaOutput> {
  static override lc_name(): string {
    return "NeptuneQaChain";
  }

  override lc_namespace = ["langchain_aws", "neptune", "chains"];

  readonly #language: QaLanguage;
  readonly #settings: ChainSettings;

  constructor(language: QaLanguage, settings: ChainSettings) {
    super();
    this.#language = language;
    this.#settings = settings;
  }

  override getName(suffix?: string): string {
    return `${this.#language.chainName}${suffix ?? ""}`;
  }

  /**
   * @returns the answer under `outputKey` (the rows, with `returnDirect`), and the steps if asked for
   * @throws NeptuneConfigError for an input without a question
   * @throws NeptuneQueryGenerationError when the model writes no query
   * @throws NeptuneReadOnlyViolationError when the guard refuses it; nothing was sent then
   * @throws NeptuneError of the service; what a model throws
   */
  override async invoke(input: NeptuneQaInput, options?: Partial<RunnableConfig>): Promise<NeptuneQaOutput> {
    return this._callWithConfig(
      async (given: NeptuneQaInput, config, runManager) => {
        const child = childConfig(config, runManager);
        const question = this.#readInput(given);
        const found = await this.#find(question, child);
        const { outputKey, returnDirect } = this.#settings;
        const result = returnDirect ? found.data.raw : await this.#answer(question, found, child);
        return { ...this.#steps(found), [outputKey]: result };
      },
      input,
      options,
    );
  }

  /** The steps first, if asked for, then the answer piece by piece. */
  override async *_streamIterator(
    input: NeptuneQaInput,
    options?: Partial<RunnableConfig>,
  ): AsyncGenerator<NeptuneQaOutput> {
    async function* inputs(): AsyncGenerator<NeptuneQaInput> {
      yield input;
    }
    yield* this._transformStreamWithConfig(
      inputs(),
      (given, runManager, config) => this.#stream(given, childConfig(config, runManager)),
      ensureConfig(options),
    );
  }

  async *#stream(inputs: AsyncGenerator<NeptuneQaInput>, config: RunnableConfig): AsyncGenerator<NeptuneQaOutput> {
    const { outputKey, returnDirect } = this.#settings;
    for await (const input of inputs) {
      const question = this.#readInput(input);
      const found = await this.#find(question, config);
      const steps = this.#steps(found);
      if (steps !== undefined) yield steps;
      if (returnDirect) yield { [outputKey]: found.data.raw };
      else yield* this.#answerStream(question, found, config);
    }
  }

  #readInput(input: NeptuneQaInput): Question {
    const { inputKey } = this.#settings;
    const given: Readonly<Record<string, unknown>> = typeof input === "string" ? { [inputKey]: input } : { ...input };
    const question = given[inputKey];
    if (typeof question !== "string" || question.trim() === "") {
      throw new NeptuneConfigError(`The chain needs a question: a text, or an object with a text in \`${inputKey}\`.`, {
        code: "CONFIG_EMPTY_QUESTION",
      });
    }
    const parameters = given["params"] ?? {};
    if (!isRecord(parameters)) throw new NeptuneConfigError("params must be an object: name to value.");
    if (!this.#language.takesParameters && Object.keys(parameters).length > 0) {
      throw new NeptuneConfigError("params are for openCypher: a SPARQL query takes none.");
    }
    return { question, parameters };
  }

  /** A query that runs, mended by the model as often as it may be, and what it gave. */
  async #find(question: Question, config: RunnableConfig): Promise<Found> {
    const { signal } = config;
    signal?.throwIfAborted();
    const schema = await this.#language.ensureSchema(signal === undefined ? {} : { signal });
    let failed: Failed | undefined;
    for (let left = this.#settings.maxQueryRetries; ; left -= 1) {
      const query = await this.#generate(question, schema, failed, config);
      try {
        return { query, data: await this.#execute(query, question.parameters, config) };
      } catch (error) {
        if (left <= 0 || !(error instanceof Error) || !NeptuneMalformedQueryError.isInstance(error)) throw error;
        failed = { query, message: error.message };
      }
    }
  }

  async #generate(
    { question, parameters }: Question,
    schema: string,
    failed: Failed | undefined,
    config: RunnableConfig,
  ): Promise<string> {
    const step = RunnableLambda.from(async (asked: string, stepConfig: RunnableConfig) => {
      const prompt = await this.#queryPrompt(asked, schema, parameters, stepConfig);
      const request = failed === undefined ? prompt : withFailure(prompt, failed);
      const text = textOfOutput(await this.#language.queryLlm.invoke(request, stepConfig));
      return this.#check(this.#readQuery(text), { question: asked, schema });
    }).withConfig({ runName: this.#language.generateName });
    return step.invoke(question, config);
  }

  async #queryPrompt(
    question: string,
    schema: string,
    parameters: QueryParameters,
    config: RunnableConfig,
  ): Promise<BasePromptValueInterface> {
    const { queryPrompt } = this.#language;
    const { extraInstructions, topK } = this.#settings;
    const names = Object.keys(parameters).map((name) => `$${name}`);
    const examples = await this.#examples(question);
    const values: Record<string, unknown> = {
      question,
      prompt: question,
      schema,
      extraInstructions,
      extra_instructions: extraInstructions,
      examples,
      topK,
      top_k: topK,
      parameters: names.length === 0 ? "(none)" : names.join(", "),
    };
    return queryPrompt.invoke(declared(values, queryPrompt.inputVariables), config);
  }

  async #examples(question: string): Promise<string> {
    const { examples } = this.#settings;
    const found = typeof examples === "function" ? await examples(question) : examples;
    if (typeof found === "string") return found;
    return found.map(({ question: asked, query }: QueryExample) => `Question: ${asked}\nQuery: ${query}`).join("\n\n");
  }

  #readQuery(text: string): string {
    const query = this.#language.extract(text);
    if (query !== "" && !withoutThoughts(text).includes(unanswerable())) return query;
    const what = query === "" ? "wrote no query" : "says that the schema has no answer to the question";
    throw new NeptuneQueryGenerationError(`The model ${what}. Its own text is in the \`details\` of this error.`, {
      details: text,
    });
  }

  async #check(query: string, context: { question: string; schema: string }): Promise<string> {
    const { readOnly, validateQuery } = this.#settings;
    const guard = (text: string): string => (readOnly ? this.#language.guard(text) : text);
    const guarded = guard(query);
    const rewritten = await validateQuery?.(guarded, context);
    return typeof rewritten === "string" ? guard(rewritten) : guarded;
  }

  async #execute(query: string, parameters: QueryParameters, config: RunnableConfig): Promise<QueryData> {
    const step = RunnableLambda.from(async (text: string, { signal }: RunnableConfig) =>
      this.#language.run(text, parameters, signal === undefined ? {} : { signal }),
    ).withConfig({ runName: this.#language.executeName });
    return step.invoke(query, config);
  }

  async #answer(question: Question, found: Found, config: RunnableConfig): Promise<string> {
    const step = RunnableLambda.from(async (input: { question: string; context: string }, stepConfig: RunnableConfig) =>
      textOfOutput(await this.#settings.qaLlm.invoke(await this.#qaPrompt(input, stepConfig), stepConfig)),
    ).withConfig({ runName: "answer" });
    return step.invoke(this.#qaInput(question, found), config);
  }

  /** An answer without a word is one piece, so that there is a result. */
  async *#answerStream(question: Question, found: Found, config: RunnableConfig): AsyncGenerator<NeptuneQaOutput> {
    const { outputKey } = this.#settings;
    let isEmpty = true;
    for await (const piece of this.#answerPieces(question, found, config)) {
      isEmpty = false;
      yield { [outputKey]: piece };
    }
    if (isEmpty) yield { [outputKey]: "" };
  }

  async *#answerPieces(question: Question, found: Found, config: RunnableConfig): AsyncGenerator<string> {
    const { qaLlm } = this.#settings;
    const pieces = async function* (
      this: NeptuneQaChain,
      input: QaInput,
      stepConfig: RunnableConfig,
    ): AsyncGenerator<string> {
      for await (const chunk of await qaLlm.stream(await this.#qaPrompt(input, stepConfig), stepConfig)) {
        const text = textOfOutput(chunk);
        if (text !== "") yield text;
      }
    }.bind(this);
    const step = RunnableLambda.from(pieces).withConfig({ runName: "answer" });
    // The types know no generator: what comes are its pieces.
    const given: AsyncIterable<unknown> = await step.stream(this.#qaInput(question, found), config);
    for await (const piece of given) if (typeof piece === "string") yield piece;
  }

  #qaInput({ question }: Question, { data }: Found): QaInput {
    const { topK, maxContextChars } = this.#settings;
    return { question, context: writeContext(data.rows, { topK, maxChars: maxContextChars }) };
  }

  async #qaPrompt({ question, context }: QaInput, config: RunnableConfig): Promise<BasePromptValueInterface> {
    const { qaPrompt } = this.#settings;
    return qaPrompt.invoke(declared({ question, prompt: question, context }, qaPrompt.inputVariables), config);
  }

  #steps({ query, data }: Found): NeptuneQaOutput | undefined {
    const { returnIntermediateSteps, returnDirect } = this.#settings;
    if (!returnIntermediateSteps) return undefined;
    return { [INTERMEDIATE_STEPS_KEY]: returnDirect ? [{ query }] : [{ query }, { context: data.raw }] };
  }
}

interface QaInput {
  readonly question: string;
  readonly context: string;
}

/** The configuration of what runs inside: under this run, and with an id of its own. */
function childConfig(
  config: Partial<RunnableConfig> | undefined,
  runManager: CallbackManagerForChainRun | undefined,
): RunnableConfig {
  const { runId: _ownId, ...inner } = patchConfig(config, { callbacks: runManager?.getChild() });
  return inner;
}

/** The values that a template declares: some kinds refuse others. */
function declared(values: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => Object.hasOwn(values, name)).map((name) => [name, values[name]]));
}

/** The prompt, what came of it, and what the service said to that. */
function withFailure(prompt: BasePromptValueInterface, { query, message }: Failed): BaseMessage[] {
  return [
    ...prompt.toChatMessages(),
    new AIMessage(query),
    new HumanMessage(
      `The service refused this query: ${message}\nWrite it again so that it is understood. Write the query only.`,
    ),
  ];
}
