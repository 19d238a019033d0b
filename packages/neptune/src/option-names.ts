import { type OptionSpellings, optionSpellings, readOptions as readSpelled } from "@langchain-aws/core";
import { NeptuneConfigError } from "./errors.ts";

/** The options of this package under their first names, and their other names; Python's follow from all of them. */
const aliases = {
  host: [],
  port: [],
  useHttps: [],
  sign: ["useIamAuth"],
  sparqlPath: [],
  graphIdentifier: [],
  planCache: [],
  disableHostPrefix: [],
  readOnly: [],
  logger: [],
  onFailedAttempt: [],
  maxConcurrency: [],
  queryTimeoutMs: [],
  requestTimeoutMs: [],
  connectTimeoutMs: [],
  propertyDescriptions: [],
  schemaSource: [],
  allowSchemaScan: [],
  includeTypes: [],
  excludeTypes: [],
  sampleSize: [],
  tripleSampleSize: [],
  tripleLimit: [],
  schemaBatchSize: [],
  schemaConcurrency: [],
  schemaTtlMs: [],
  schemaStyle: [],
  maxSchemaChars: [],
  excludeMetaClasses: [],
  includeAnnotations: [],
  maxSchemaElements: [],
  defaultPrefixes: [],
  // Python's name of a boto3 service, of no use here.
  service: [],
} as const satisfies Record<string, readonly string[]>;

/** The first name of an option. */
export type OptionName = keyof typeof aliases;

const spellings: OptionSpellings<OptionName> = /* @__PURE__ */ optionSpellings(aliases);

/** What was passed, by first name. */
export type GivenOptions = ReadonlyMap<OptionName, unknown>;

/**
 * Reads options in any of their spellings; `undefined` and `null` count as not passed.
 *
 * @throws NeptuneConfigError when two spellings of an option have different values
 */
export function readOptions(fields: object): GivenOptions {
  return readSpelled(fields, spellings, {
    fail: (text) => new NeptuneConfigError(text, { code: "CONFIG_CONFLICTING_OPTIONS" }),
  });
}
