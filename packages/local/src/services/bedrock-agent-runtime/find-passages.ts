import { scoreRelevance } from "../../engines/relevance.ts";
import { implicitFilter } from "../../knowledge-bases/implicit-filter.ts";
import type { FoundPassage, KnowledgeBase } from "../../knowledge-bases/knowledge-base.ts";
import { type MetadataTest, type RetrievalFilter, toMetadataTest } from "../../knowledge-bases/retrieval-filter.ts";
import { type LocalState, ServiceError } from "../../operation.ts";
import { checkReranker } from "./check-reranker.ts";
import type { RerankingConfiguration, RerankingMetadata, RetrievalConfiguration } from "./retrieve-body.ts";

/** What is looked for, and which of the results are wanted. */
export interface PassageRequest {
  text: string;
  image?: Uint8Array;
  configuration: RetrievalConfiguration;
  /** How many results were answered before. @defaultValue 0 */
  offset?: number;
}

/** A page of results. */
export interface PassagePage {
  passages: readonly FoundPassage[];
  /** Where the next page begins, if there is one. */
  nextOffset?: number;
}

interface Search {
  numberOfResults: number;
  mode: "SEMANTIC" | "HYBRID";
  filters: readonly RetrievalFilter[];
  /** `"managed"`: by the service's own model. */
  reranking?: RerankingConfiguration | "managed";
}

const DEFAULT_RESULTS = 5;

/**
 * Searches a knowledge base as a request says.
 *
 * @throws ServiceError `ValidationException` for a configuration that is not for this kind of knowledge base (V44), a
 * filter that cannot be evaluated, and a model that ranks nothing
 */
export async function findPassages(
  knowledgeBase: KnowledgeBase,
  { text, image, configuration, offset = 0 }: PassageRequest,
  state: LocalState,
): Promise<PassagePage> {
  await knowledgeBase.ready();
  const { numberOfResults, mode, filters, reranking } = toSearch(knowledgeBase, text, configuration);
  const filter = allOf(filters.map((one) => toMetadataTest(one)));
  const end = offset + numberOfResults;
  if (typeof reranking === "object") checkRerankingModel(reranking, state);
  const found = await knowledgeBase.search({
    text,
    ...(image !== undefined && { image }),
    mode,
    ...(filter !== undefined && { filter }),
    limit: end + 1,
  });
  const passages = found.slice(offset, end);
  return {
    passages: reranking === undefined ? passages : await rerank(text, passages, reranking, state),
    ...(found.length > end && { nextOffset: end }),
  };
}

function toSearch(
  knowledgeBase: KnowledgeBase,
  text: string,
  { vectorSearchConfiguration: vector, managedSearchConfiguration: managed }: RetrievalConfiguration,
): Search {
  if (knowledgeBase.isManaged) {
    if (vector !== undefined) throw incompatible("vector", "managed");
    const { numberOfResults = DEFAULT_RESULTS, filter, rerankingModelType, rerankingConfiguration } = managed ?? {};
    const reranking = rerankingModelType === "MANAGED" ? "managed" : rerankingConfiguration;
    return {
      numberOfResults,
      mode: "HYBRID",
      filters: filter === undefined ? [] : [filter],
      ...(reranking !== undefined && rerankingModelType !== "NONE" && { reranking }),
    };
  }
  if (managed !== undefined) throw incompatible("managed", "vector");
  const { numberOfResults = DEFAULT_RESULTS, overrideSearchType = "SEMANTIC", filter } = vector ?? {};
  const implicit = implicitFilter(text, vector?.implicitFilterConfiguration, knowledgeBase);
  return {
    numberOfResults,
    mode: overrideSearchType,
    filters: [...(filter === undefined ? [] : [filter]), ...(implicit === undefined ? [] : [implicit])],
    ...(vector?.rerankingConfiguration !== undefined && { reranking: vector.rerankingConfiguration }),
  };
}

function allOf(tests: readonly MetadataTest[]): MetadataTest | undefined {
  return tests.length === 0 ? undefined : (metadata) => tests.every((test) => test(metadata));
}

function checkRerankingModel({ bedrockRerankingConfiguration }: RerankingConfiguration, state: LocalState): void {
  if (bedrockRerankingConfiguration !== undefined) {
    checkReranker(bedrockRerankingConfiguration.modelConfiguration.modelArn, state);
  }
}

/** The same passages by their relevance, as Rerank would give it. */
async function rerank(
  query: string,
  passages: readonly FoundPassage[],
  reranking: RerankingConfiguration | "managed",
  { embedder }: LocalState,
): Promise<FoundPassage[]> {
  const { numberOfRerankedResults = passages.length, metadataConfiguration } =
    reranking === "managed" ? {} : (reranking.bedrockRerankingConfiguration ?? {});
  const texts = passages.map((found) => textForReranking(found, metadataConfiguration));
  const scores = await scoreRelevance(query, texts, embedder);
  return passages
    .map(({ passage }, index) => ({ passage, score: scores[index] ?? 0 }))
    .toSorted((left, right) => right.score - left.score)
    .slice(0, numberOfRerankedResults);
}

function textForReranking({ passage }: FoundPassage, metadata: RerankingMetadata | undefined): string {
  if (metadata === undefined) return passage.text;
  const { fieldsToInclude, fieldsToExclude } = metadata.selectiveModeConfiguration ?? {};
  const has = (fields: readonly { fieldName: string }[], name: string): boolean =>
    fields.some(({ fieldName }) => fieldName === name);
  const isRead = (name: string): boolean => {
    if (metadata.selectionMode === "ALL") return true;
    return fieldsToInclude === undefined ? !has(fieldsToExclude ?? [], name) : has(fieldsToInclude, name);
  };
  const fields = Object.entries(passage.metadata).filter(([name]) => isRead(name));
  return [passage.text, ...fields.map(([name, value]) => `${name}: ${String(value)}`)].join("\n");
}

/** V44; the sentence for the other kind of knowledge base is not confirmed by a recording. */
function incompatible(given: "vector" | "managed", kind: "vector" | "managed"): ServiceError {
  return new ServiceError(
    "ValidationException",
    400,
    `Incompatible configuration: ${given}SearchConfiguration is not supported for ${kind} knowledge bases. Use ${kind}SearchConfiguration instead.`,
  );
}
