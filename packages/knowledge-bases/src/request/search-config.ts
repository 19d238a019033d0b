import { isPlainRecord, type PlainRecord } from "@langchain-aws/core";
import { checkFilter } from "../filter/check-filter.ts";
import { misconfigured } from "../misconfigured.ts";
import { conflict } from "../option-names.ts";
import { type Check, listOf, members, oneOf, plainObject, text, wholeNumber } from "./shape.ts";

/** The member of the request that a search goes into. */
export type SearchKind = "vectorSearchConfiguration" | "managedSearchConfiguration";

/** A search, checked, as it is sent. */
export interface Search {
  readonly kind: SearchKind;
  readonly config: PlainRecord;
}

/** A whole `retrievalConfig`, checked. */
export interface CheckedConfig {
  readonly search?: Search;
  readonly nextToken?: string;
}

/** How many results, 1 to 100. */
export const resultCount: (value: unknown, path: string) => number = /* @__PURE__ */ wholeNumber(1, 100);

/** Which way of searching. */
export const searchType: Check = /* @__PURE__ */ oneOf("HYBRID", "SEMANTIC");

/** Python's, for a search configuration that does not say how many. The service would give 5. */
const defaultResults = 4;

const fieldNames = /* @__PURE__ */ listOf(/* @__PURE__ */ members({ fieldName: text }, ["fieldName"]));

const metadataConfiguration = /* @__PURE__ */ members(
  {
    selectionMode: /* @__PURE__ */ oneOf("ALL", "SELECTIVE"),
    selectiveModeConfiguration: /* @__PURE__ */ members({ fieldsToInclude: fieldNames, fieldsToExclude: fieldNames }),
  },
  ["selectionMode"],
);

const rerankingConfiguration = /* @__PURE__ */ members(
  {
    type: /* @__PURE__ */ oneOf("BEDROCK_RERANKING_MODEL"),
    bedrockRerankingConfiguration: /* @__PURE__ */ members(
      {
        modelConfiguration: /* @__PURE__ */ members({ modelArn: text, additionalModelRequestFields: plainObject }, [
          "modelArn",
        ]),
        numberOfRerankedResults: resultCount,
        metadataConfiguration,
      },
      ["modelConfiguration"],
    ),
  },
  ["type"],
);

const rerankShorthand = /* @__PURE__ */ members(
  { modelArn: text, topN: resultCount, additionalModelRequestFields: plainObject },
  ["modelArn"],
);

const implicitFilterConfiguration = /* @__PURE__ */ members(
  {
    modelArn: text,
    metadataAttributes: /* @__PURE__ */ listOf(
      /* @__PURE__ */ members(
        { key: text, type: /* @__PURE__ */ oneOf("STRING", "NUMBER", "BOOLEAN", "STRING_LIST"), description: text },
        ["key", "type", "description"],
      ),
    ),
  },
  ["modelArn", "metadataAttributes"],
);

/** What both searches take. */
const shared: Readonly<Record<string, Check>> = {
  numberOfResults: resultCount,
  filter: checkFilter,
  rerankingConfiguration,
  rerank: (value, path) => expandRerank(rerankShorthand(value, path)),
};

const searches: Readonly<Record<SearchKind, Check>> = {
  vectorSearchConfiguration: /* @__PURE__ */ search({
    ...shared,
    overrideSearchType: searchType,
    implicitFilterConfiguration,
  }),
  managedSearchConfiguration: /* @__PURE__ */ search({
    ...shared,
    rerankingModelType: /* @__PURE__ */ oneOf("CUSTOM", "MANAGED", "NONE"),
  }),
};

const wholeConfig = /* @__PURE__ */ members({ ...searches, nextToken: text });

/**
 * Checks `retrievalConfig` down to its last member.
 *
 * @throws AwsConfigurationError naming the path of what cannot be, or for two searches
 */
export function checkConfig(value: unknown, path = "retrievalConfig"): CheckedConfig {
  const { vectorSearchConfiguration, managedSearchConfiguration, nextToken } = wholeConfig(value, path);
  if (vectorSearchConfiguration !== undefined && managedSearchConfiguration !== undefined) {
    throw misconfigured(
      `${path} has both vectorSearchConfiguration and managedSearchConfiguration. Pass the one for your kind of knowledge base.`,
    );
  }
  const config = vectorSearchConfiguration ?? managedSearchConfiguration;
  const kind = vectorSearchConfiguration === undefined ? "managedSearchConfiguration" : "vectorSearchConfiguration";
  return {
    ...(isPlainRecord(config) && { search: { kind, config } }),
    ...(typeof nextToken === "string" && { nextToken }),
  };
}

/** The options that are short for a member of the search, and that member. */
const shorthands: readonly (readonly [option: string, member: string, check: Check])[] = [
  ["topK", "numberOfResults", resultCount],
  ["filter", "filter", checkFilter],
  ["overrideSearchType", "overrideSearchType", searchType],
];

/**
 * Adds the shorthand options to a search; without one, they make a vector search.
 *
 * @param replace whether a shorthand may change what the search says already
 * @throws AwsConfigurationError for a shorthand that says otherwise, or that the search does not take
 */
export function addShorthands(
  given: Search | undefined,
  options: ReadonlyMap<string, unknown>,
  replace: boolean,
): Search | undefined {
  const added: [string, unknown][] = [];
  for (const [option, member, check] of shorthands) {
    if (!options.has(option)) continue;
    const value = check(options.get(option), option);
    if (member === "overrideSearchType" && given?.kind === "managedSearchConfiguration") {
      throw misconfigured("overrideSearchType is for vector knowledge bases; managedSearchConfiguration takes none.");
    }
    const before = given?.config[member];
    if (!replace && before !== undefined && JSON.stringify(before) !== JSON.stringify(value)) {
      throw conflict(option, `retrievalConfig.${given?.kind}.${member}`);
    }
    added.push([member, value]);
  }
  if (added.length === 0) return given;
  return {
    kind: given?.kind ?? "vectorSearchConfiguration",
    config: { ...given?.config, ...Object.fromEntries(added) },
  };
}

/** A search as it is sent, with a number of results. */
export const withResultCount = ({ kind, config }: Search): Search => ({
  kind,
  config: { ...config, numberOfResults: config["numberOfResults"] ?? defaultResults },
});

function search(checks: Readonly<Record<string, Check>>): Check {
  const check = members(checks);
  return (value, path) => {
    const { rerank, ...config } = check(value, path);
    if (rerank === undefined) return config;
    if (config["rerankingConfiguration"] === undefined) return { ...config, rerankingConfiguration: rerank };
    throw conflict(`${path}.rerank`, `${path}.rerankingConfiguration`);
  };
}

function expandRerank({ modelArn, topN, additionalModelRequestFields }: PlainRecord): PlainRecord {
  return {
    type: "BEDROCK_RERANKING_MODEL",
    bedrockRerankingConfiguration: {
      modelConfiguration: {
        modelArn,
        ...(additionalModelRequestFields !== undefined && { additionalModelRequestFields }),
      },
      ...(topN !== undefined && { numberOfRerankedResults: topN }),
    },
  };
}
