import { isRecord, missingPeer, type OptionalPeer, requireUses } from "@langchain-aws/core";
import { MemoryDBSchemaError } from "../errors.ts";
import { platform } from "#platform";
import type { IndexSchema } from "./index-schema.ts";
import { resolveSchema } from "./resolve-schema.ts";

const isYaml = (path: string): boolean => /\.ya?ml$/i.test(path);

/**
 * Reads a schema, as Python's class writes it or as `writeSchema` does.
 *
 * @param objectOrPath - an object, which is checked; or the path of a `.yaml`, `.yml` or `.json` file. YAML needs the
 *   package `yaml`
 * @throws MemoryDBSchemaError naming the file, or what is wrong in the schema
 */
export async function readSchema(objectOrPath: IndexSchema | string): Promise<IndexSchema> {
  const schema = typeof objectOrPath === "string" ? await readFile(objectOrPath) : objectOrPath;
  if (!isRecord(schema))
    throw new MemoryDBSchemaError("A schema must be an object, or the path of a YAML or JSON file.");
  resolveSchema({ schema, vector: undefined, metadataJson: false });
  return schema;
}

/** Writes a schema: YAML or JSON by the end of the path, in one step. */
export async function writeSchemaFile(schema: IndexSchema, path: string): Promise<void> {
  if (!isYaml(path) && !path.toLowerCase().endsWith(".json")) {
    throw new MemoryDBSchemaError(`${path}: a schema is written to a file that ends in .yaml, .yml or .json.`);
  }
  const text = isYaml(path) ? (await loadYaml()).stringify(schema) : `${JSON.stringify(schema, null, 2)}\n`;
  await platform.writeFile(path, text);
}

async function readFile(path: string): Promise<unknown> {
  const text = await platform.readFile(path);
  if (text === undefined) throw new MemoryDBSchemaError(`${path}: there is no such file.`);
  const parse = isYaml(path) ? (await loadYaml()).parse : JSON.parse;
  try {
    return parse(text);
  } catch (error) {
    throw new MemoryDBSchemaError(`${path}: the file is neither YAML nor JSON.`, { cause: error });
  }
}

async function loadYaml(): Promise<{ parse: (text: string) => unknown; stringify: (value: unknown) => string }> {
  return requireUses(await import("yaml").catch(missingPeer(peer, MemoryDBSchemaError)), peer, MemoryDBSchemaError);
}

const peer: OptionalPeer = {
  name: "yaml",
  feature: "A schema in a YAML file",
  instead: "write the schema as JSON",
  uses: ["parse", "stringify"],
};
