import { NeptuneConfigError } from "../errors.ts";
import { BaseNeptuneGraph } from "../graphs/base-neptune-graph.ts";
import { assertReadOnlyCypher } from "../guard/assert-read-only.ts";
import {
  neptuneOpencypherGenerationPrompt,
  neptuneOpencypherGenerationSimplePrompt,
  neptuneOpencypherQaPrompt,
} from "../prompts/opencypher.ts";
import { resolveTypes } from "../resolve-options.ts";
import type {
  NeptuneOpencypherQaChainOptions,
  NeptuneQaInput,
  NeptuneQaOutput,
  QaModel,
  QaPrompt,
} from "./chain-options.ts";
import { withFirstNames } from "./chain-option-names.ts";
import { extractCypher } from "./extract-query.ts";
import { isAnthropicModel } from "./model-text.ts";
import { NeptuneQaChain } from "./qa-chain.ts";
import type { QaLanguage } from "./qa-language.ts";
import { checkConsent, resolveChain, resolveModel } from "./resolve-chain.ts";
import type { Runnable } from "@langchain/core/runnables";

/**
 * A chain that answers questions from a property graph: a model writes an openCypher query, which the guard reads and the
 * graph runs, and a model answers from the rows.
 *
 * ```ts
 * const chain = createNeptuneOpencypherQaChain({ llm, graph, allowDangerousRequests: true });
 * const { result } = await chain.invoke("Which airports are reached from Seattle?");
 * ```
 *
 * Two calls of models and one query; with `returnDirect`, one call.
 *
 * @throws NeptuneConfigError naming the option that is missing or wrong
 */
export function createNeptuneOpencypherQaChain(
  options: NeptuneOpencypherQaChainOptions,
): Runnable<NeptuneQaInput, NeptuneQaOutput> {
  const given = withFirstNames(options);
  checkConsent(given.allowDangerousRequests);
  const { graph } = given;
  if (!(graph instanceof BaseNeptuneGraph) && typeof Object(graph).query !== "function") {
    throw new NeptuneConfigError("The chain needs `graph`, a NeptuneGraph or a NeptuneAnalyticsGraph.");
  }
  const { includeTypes, excludeTypes } = given;
  // Refused here rather than at the first question.
  resolveTypes(includeTypes, excludeTypes);
  const isWhole = includeTypes === undefined && excludeTypes === undefined;
  const queryLlm = resolveModel("cypherLlm", given.cypherLlm, given.llm);
  const language: QaLanguage = {
    generateName: "generate_opencypher",
    executeName: "execute_opencypher",
    chainName: "NeptuneOpencypherQaChain",
    queryLlm,
    queryPrompt: given.cypherPrompt ?? defaultPrompt(given.promptStyle, queryLlm),
    defaultQaPrompt: neptuneOpencypherQaPrompt,
    takesParameters: true,
    ensureSchema: async (call) => {
      await graph.ensureSchema(call);
      return isWhole ? graph.getSchema() : graph.formatSchema({ includeTypes, excludeTypes });
    },
    extract: extractCypher,
    guard: assertReadOnlyCypher,
    run: async (query, parameters, call) => {
      const rows = await graph.query(query, parameters, call);
      return { raw: rows, rows };
    },
  };
  return new NeptuneQaChain(language, resolveChain(given, language));
}

function defaultPrompt(style: NeptuneOpencypherQaChainOptions["promptStyle"] = "auto", llm: QaModel): QaPrompt {
  const isSimple = style === "auto" ? isAnthropicModel(llm) : style === "simple";
  return isSimple ? neptuneOpencypherGenerationSimplePrompt : neptuneOpencypherGenerationPrompt;
}
