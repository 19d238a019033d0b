import type { Runnable } from "@langchain/core/runnables";
import { NeptuneConfigError } from "../errors.ts";
import { assertReadOnlySparql } from "../guard/assert-read-only.ts";
import { neptuneSparqlGenerationPrompt, neptuneSparqlQaPrompt } from "../prompts/sparql.ts";
import { rows } from "../response/rows.ts";
import type { NeptuneQaInput, NeptuneQaOutput, NeptuneSparqlQaChainOptions } from "./chain-options.ts";
import { withFirstNames } from "./chain-option-names.ts";
import { extractSparql } from "./extract-query.ts";
import { repairPrefixes } from "./prefix-repair.ts";
import { NeptuneQaChain } from "./qa-chain.ts";
import type { QaLanguage, QueryData } from "./qa-language.ts";
import { checkConsent, resolveChain, resolveModel } from "./resolve-chain.ts";
import type { SparqlResult } from "../clients/sparql-client.ts";

/**
 * A chain that answers questions from an RDF graph: a model writes a SPARQL query, which the guard reads and the graph
 * runs, and a model answers from the rows.
 *
 * ```ts
 * const chain = createNeptuneSparqlQaChain({ llm, graph, allowDangerousRequests: true });
 * const { result } = await chain.invoke("Which airports are above 1,000 feet?");
 * ```
 *
 * @throws NeptuneConfigError naming the option that is missing or wrong
 */
export function createNeptuneSparqlQaChain(
  options: NeptuneSparqlQaChainOptions,
): Runnable<NeptuneQaInput, NeptuneQaOutput> {
  const given = withFirstNames(options);
  checkConsent(given.allowDangerousRequests);
  const { graph, allowServices = [] } = given;
  if (typeof Object(graph).getSchemaElements !== "function") {
    throw new NeptuneConfigError("The chain needs `graph`, a NeptuneRdfGraph.");
  }
  const language: QaLanguage = {
    generateName: "generate_sparql",
    executeName: "execute_sparql",
    chainName: "NeptuneSparqlQaChain",
    queryLlm: resolveModel("sparqlLlm", given.sparqlLlm, given.llm),
    queryPrompt: given.sparqlPrompt ?? neptuneSparqlGenerationPrompt,
    defaultQaPrompt: neptuneSparqlQaPrompt,
    takesParameters: false,
    ensureSchema: async (call) => {
      await graph.ensureSchema(call);
      return graph.getSchema();
    },
    extract: (text) =>
      repairPrefixes(extractSparql(text), prefixesOf(graph.getSchemaElements()), graph.defaultPrefixes),
    guard: (query) => assertReadOnlySparql(query, { allowServices }),
    run: async (query, _parameters, call) => toData(await graph.query(query, call)),
  };
  return new NeptuneQaChain(language, resolveChain(given, language));
}

function toData(result: SparqlResult): QueryData {
  if ("boolean" in result) return { raw: result, rows: [result.boolean ? "yes" : "no"] };
  return { raw: result, rows: rows(result) };
}

const prefixesOf = ({
  distinctPrefixes,
}: {
  distinctPrefixes: Readonly<Record<string, string>>;
}): Record<string, string> =>
  Object.fromEntries(Object.entries(distinctPrefixes).map(([namespace, name]) => [name, namespace]));
