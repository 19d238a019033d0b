import { warnOnce } from "@langchain-aws/core";
import { NeptuneConfigError } from "../errors.ts";
import type { NeptuneLogger } from "../options.ts";
import type { NeptuneQaChainOptions, QaModel, QaPrompt, QueryExamples } from "./chain-options.ts";
import type { QaLanguage } from "./qa-language.ts";

/** The options of a chain with every default filled in. */
export interface ChainSettings {
  readonly qaLlm: QaModel;
  readonly qaPrompt: QaPrompt;
  readonly extraInstructions: string;
  readonly examples: QueryExamples;
  readonly topK: number;
  readonly returnIntermediateSteps: boolean;
  readonly returnDirect: boolean;
  readonly maxQueryRetries: number;
  readonly readOnly: boolean;
  readonly validateQuery: NeptuneQaChainOptions["validateQuery"];
  readonly maxContextChars: number;
  readonly inputKey: string;
  readonly outputKey: string;
}

/**
 * Checks that the caller knows what models may write.
 *
 * @throws NeptuneConfigError unless `allowDangerousRequests` is `true` itself
 */
export function checkConsent(allowDangerousRequests: unknown): void {
  if (allowDangerousRequests === true) return;
  throw new NeptuneConfigError(
    "This chain runs queries that a model writes. A question can be made to read what it should not, or, past the guard, to " +
      "change the graph. Use an identity with the action ReadDataViaQuery alone and a reader endpoint, then pass " +
      "`allowDangerousRequests: true`.",
    { code: "CONFIG_DANGEROUS_REQUESTS" },
  );
}

/** @throws NeptuneConfigError naming the option */
export function resolveModel(name: string, ...models: readonly (QaModel | undefined)[]): QaModel {
  const found = models.find((model) => model !== undefined);
  if (found !== undefined && typeof found.invoke === "function") return found;
  throw new NeptuneConfigError(`The chain needs \`llm\`, or a model for each step: there is none for \`${name}\`.`, {
    code: "CONFIG_MISSING_MODEL",
  });
}

/** @throws NeptuneConfigError naming the option */
export function resolveChain(options: NeptuneQaChainOptions, language: QaLanguage): ChainSettings {
  const { returnDirect = false, extraInstructions = "", examples = "" } = options;
  const logger = options.logger ?? { warn: (message) => warnOnce(`neptune/${message}`, message) };
  warnAboutSlots(language.queryPrompt, { extraInstructions, examples }, logger);
  return {
    qaLlm: returnDirect ? language.queryLlm : resolveModel("qaLlm", options.qaLlm, options.llm),
    qaPrompt: options.qaPrompt ?? language.defaultQaPrompt,
    extraInstructions,
    examples,
    topK: wholeNumber("topK", options.topK ?? 10, 1),
    returnIntermediateSteps: options.returnIntermediateSteps ?? false,
    returnDirect,
    maxQueryRetries: wholeNumber("maxQueryRetries", options.maxQueryRetries ?? 0, 0),
    readOnly: options.readOnly ?? true,
    validateQuery: options.validateQuery,
    maxContextChars: wholeNumber("maxContextChars", options.maxContextChars ?? 20_000, 1),
    inputKey: options.inputKey ?? "query",
    outputKey: options.outputKey ?? "result",
  };
}

function wholeNumber(name: string, value: unknown, least: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= least) return value;
  throw new NeptuneConfigError(`${name} must be a whole number, ${least} or more.`, { code: "CONFIG_INVALID_NUMBER" });
}

/** What is set and has no place in the prompt would be dropped without a word. */
function warnAboutSlots(
  { inputVariables }: QaPrompt,
  { extraInstructions, examples }: Pick<ChainSettings, "extraInstructions" | "examples">,
  logger: NeptuneLogger,
): void {
  const has = (...names: readonly string[]): boolean => names.some((name) => inputVariables.includes(name));
  if (extraInstructions !== "" && !has("extraInstructions", "extra_instructions")) {
    logger.warn(
      "`extraInstructions` is set, but the prompt has no variable {extraInstructions}: the model will not see it.",
    );
  }
  if ((typeof examples !== "string" || examples !== "") && !has("examples")) {
    logger.warn("`examples` is set, but the prompt has no variable {examples}: the model will not see them.");
  }
}
