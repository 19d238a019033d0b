import { readFile } from "node:fs/promises";

import { type FileMetadata, toMetadata } from "./to-document.ts";

/** What the name of a metadata file adds to that of its document. */
export const SIDECAR = ".metadata.json";

/** Where a typed value of a metadata file stands. */
const typedValues = ["stringValue", "numberValue", "booleanValue", "stringListValue"];

/**
 * The metadata of the file beside a document, if there is one: `{ "metadataAttributes": { "year": 2026 } }`, or with typed
 * values. Source: "Include metadata in a data source", Amazon Bedrock User Guide.
 *
 * @throws Error naming the file, and the member that is wrong
 */
export async function readSidecar(file: string): Promise<FileMetadata> {
  const sidecar = `${file}${SIDECAR}`;
  const text = await readFile(sidecar, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return {};
  const { metadataAttributes, ...others } = toRecord(parse(text, sidecar), sidecar);
  const [other] = Object.keys(others);
  if (other !== undefined) throw new Error(`${sidecar}: the member ${other} is not known. Known: metadataAttributes.`);
  const attributes = Object.entries(toRecord(metadataAttributes, `${sidecar}: metadataAttributes`));
  return toMetadata(
    attributes.map(([name, value]) => [name, plainValue(value)]),
    (name) => `${sidecar}: ${name}`,
  );
}

function parse(text: string, sidecar: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${sidecar} is not JSON.`, { cause: error });
  }
}

/** The value of `{ value: { type: "STRING", stringValue: "a" }, includeForEmbedding: true }`; others as they are. */
function plainValue(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("value" in value)) return value;
  const typed = value.value;
  if (typeof typed !== "object" || typed === null) return value;
  return Object.entries(typed).find(([name]) => typedValues.includes(name))?.[1] ?? value;
}

function toRecord(value: unknown, where: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new Error(`${where} must be an object.`);
}
