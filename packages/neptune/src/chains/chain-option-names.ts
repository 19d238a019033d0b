import { type OptionSpellings, optionSpellings, readOptions } from "@langchain-aws/core";
import { NeptuneConfigError } from "../errors.ts";

/** The options of both chains under their first names, and their other names; Python's follow from all of them. */
const aliases = {
  llm: [],
  qaLlm: ["qaLLM"],
  cypherLlm: ["cypherLLM"],
  sparqlLlm: ["sparqlLLM"],
  graph: [],
  allowDangerousRequests: [],
  qaPrompt: [],
  cypherPrompt: [],
  sparqlPrompt: [],
  promptStyle: [],
  extraInstructions: [],
  examples: [],
  topK: [],
  includeTypes: [],
  excludeTypes: [],
  returnIntermediateSteps: [],
  returnDirect: [],
  maxQueryRetries: [],
  readOnly: [],
  validateQuery: [],
  maxContextChars: [],
  inputKey: [],
  outputKey: [],
  allowServices: [],
  logger: [],
} as const satisfies Record<string, readonly string[]>;

const spellings: OptionSpellings<keyof typeof aliases> = /* @__PURE__ */ optionSpellings(aliases);

/**
 * The options of a chain under their first names; `undefined` and `null` count as not passed.
 *
 * @throws NeptuneConfigError when two spellings of an option have different values
 */
export function withFirstNames<Options extends object>(options: Options): Options {
  const given = readOptions(options, spellings, {
    fail: (text) => new NeptuneConfigError(text, { code: "CONFIG_CONFLICTING_OPTIONS" }),
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same values, each under its first name
  return Object.fromEntries(given) as Options;
}
