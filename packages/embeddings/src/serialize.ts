import { awsSecretNames } from "@langchain-aws/aws-auth";

/** The form LangChain serialises its objects in. */
export interface SerializedEmbeddings {
  readonly lc: 1;
  readonly type: "constructor";
  readonly id: readonly string[];
  readonly kwargs: Record<string, unknown>;
}

/** The options that may be shown. No client, header, handler or function is among them. */
const serializableKeys: ReadonlySet<string> = new Set([
  "model",
  "baseModelId",
  "provider",
  "modelKwargs",
  "dimensions",
  "normalize",
  "embeddingType",
  "documentInputType",
  "queryInputType",
  "documentPurpose",
  "queryPurpose",
  "truncate",
  "stripNewLines",
  "batchSize",
  "maxConcurrency",
  "allowFilePaths",
]);

/**
 * What `JSON.stringify` shows: the options that were passed, under their Python names, secrets as references.
 *
 * @param fields - the options that were passed, under their canonical names
 * @param marks - of the AWS options: what may be shown, and a placeholder for each secret
 */
export function serializeEmbeddings(
  fields: Readonly<Record<string, unknown>>,
  marks: Readonly<Record<string, unknown>>,
): SerializedEmbeddings {
  const shown = Object.entries(fields).filter(([name]) => serializableKeys.has(name));
  const settings = Object.entries(marks).map(([name, value]) => [name, isSecret(name) ? reference(name) : value]);
  const kwargs = [...shown, ...settings].map(([name, value]) => [toSnakeCase(String(name)), value]);
  return {
    lc: 1,
    type: "constructor",
    id: ["langchain_aws", "embeddings", "BedrockEmbeddings"],
    kwargs: Object.fromEntries(kwargs),
  };
}

const isSecret = (name: unknown): boolean => Object.hasOwn(awsSecretNames, String(name));

const reference = (name: unknown): object => ({ lc: 1, type: "secret", id: [awsSecretNames[String(name)]] });

const toSnakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
