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

/** What was passed, by first name. */
export type GivenOptions = ReadonlyMap<OptionName, unknown>;

/**
 * Reads options in any of their spellings; `undefined` and `null` count as not passed.
 *
 * @throws NeptuneConfigError when two spellings of an option have different values
 */
export function readOptions(fields: object): GivenOptions {
  const values = new Map<OptionName, unknown>();
  const spelledAs = new Map<OptionName, string>();
  for (const [spelling, value] of Object.entries(fields)) {
    const name = nameOf.get(spelling);
    if (name === undefined || value === undefined || value === null) continue;
    const earlier = spelledAs.get(name);
    if (earlier !== undefined && !Object.is(values.get(name), value)) {
      throw new NeptuneConfigError(
        `"${earlier}" and "${spelling}" are two spellings of one option and were given different values. Pass one of them.`,
        { code: "CONFIG_CONFLICTING_OPTIONS" },
      );
    }
    values.set(name, value);
    spelledAs.set(name, spelling);
  }
  return values;
}

const nameOf: ReadonlyMap<string, OptionName> = /* @__PURE__ */ indexNames();

function indexNames(): Map<string, OptionName> {
  const index = new Map<string, OptionName>();
  for (const [name, others] of Object.entries(aliases)) {
    if (!isOptionName(name)) continue;
    for (const spelling of [name, ...others]) index.set(spelling, name).set(toSnakeCase(spelling), name);
  }
  return index;
}

function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(aliases, name);
}

function toSnakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
