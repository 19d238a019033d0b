import { textOf } from "../clients/bytes.ts";
import type { DistanceMetric, IndexSchema } from "./index-schema.ts";
import { metadataField } from "./index-schema.ts";

/** What FT.INFO tells, whatever the engine's shape of it. Members that an engine does not show are absent. */
export interface IndexInfo {
  readonly prefixes: readonly string[];
  readonly isReady: boolean;
  readonly fields: readonly IndexInfoField[];
}

/** A field of an index. */
export interface IndexInfoField {
  readonly name: string;
  readonly type: "TEXT" | "TAG" | "NUMERIC" | "VECTOR";
  readonly separator?: string;
  readonly caseSensitive?: boolean;
  readonly dims?: number;
  readonly distanceMetric?: DistanceMetric;
  readonly algorithm?: "FLAT" | "HNSW";
  readonly datatype?: "FLOAT32" | "FLOAT64";
}

/** A list of names and values, by name; flags that stand alone have themselves as value. */
type Pairs = ReadonlyMap<string, unknown>;

/**
 * Reads the reply to FT.INFO. Sources: "FT.INFO", Amazon MemoryDB Developer Guide (`fields`, `key_prefixes`,
 * `backfill_status`); valkey-search 1.0 and RediSearch 2.6 as observed (`attributes`, `index_definition`).
 */
export function parseIndexInfo(reply: unknown): IndexInfo {
  const info = pairsOf(reply);
  const definition = pairsOf(info.get("index_definition"));
  const fields = listOf(info.get("attributes") ?? info.get("fields"));
  return {
    prefixes: listOf(info.get("key_prefixes") ?? definition.get("prefixes")).map(textOf),
    isReady: isReady(info),
    fields: fields.flatMap((field) => parseField(field) ?? []),
  };
}

function isReady(info: Pairs): boolean {
  const status = info.get("backfill_status");
  const filling = info.get("backfill_in_progress");
  const indexing = info.get("indexing");
  const state = info.get("state");
  return (
    (status === undefined || !/^inprogres/i.test(textOf(status))) &&
    (filling === undefined || textOf(filling) === "0") &&
    (indexing === undefined || textOf(indexing) === "0") &&
    (state === undefined || textOf(state) === "ready")
  );
}

function parseField(reply: unknown): IndexInfoField | undefined {
  const words = listOf(reply).map((word) => (Array.isArray(word) ? word : textOf(word)));
  const field = pairsOf(reply);
  const name = field.get("attribute") ?? field.get("field_name") ?? field.get("identifier");
  const type = textOf(field.get("type") ?? "").toUpperCase();
  if (name === undefined || !isFieldType(type)) return undefined;
  const vector = field.has("index") ? pairsOf(field.get("index")) : field;
  const shown = vector.get("algorithm");
  const algorithm = textOf((Array.isArray(shown) ? pairsOf(shown).get("name") : shown) ?? "");
  const dims = Number(textOf(vector.get("dimensions") ?? vector.get("dim") ?? ""));
  const metric = textOf(vector.get("distance_metric") ?? "").toUpperCase();
  const datatype = textOf(vector.get("data_type") ?? "").toUpperCase();
  const separator = field.get("SEPARATOR");
  return {
    name: textOf(name),
    type,
    ...(separator === undefined ? {} : { separator: textOf(separator) }),
    ...(words.includes("CASESENSITIVE") ? { caseSensitive: true } : {}),
    ...(dims > 0 ? { dims } : {}),
    ...(metric === "COSINE" || metric === "IP" || metric === "L2" ? { distanceMetric: metric } : {}),
    ...(algorithm === "FLAT" || algorithm === "HNSW" ? { algorithm } : {}),
    ...(datatype === "FLOAT32" || datatype === "FLOAT64" ? { datatype } : {}),
  };
}

/**
 * The schema of an index that is there, as far as it shows it: what it does not show has the default.
 *
 * @param contentKey - the field of the text, which is a text field like others in the reply
 */
export function schemaFromInfo({ fields }: IndexInfo, contentKey = "content"): IndexSchema {
  const of = (type: IndexInfoField["type"]): IndexInfoField[] => fields.filter((field) => field.type === type);
  const [vector] = of("VECTOR");
  return {
    text: of("TEXT")
      .filter(({ name }) => name !== contentKey && name !== metadataField)
      .map(({ name }) => ({ name })),
    tag: of("TAG").map(({ name, separator, caseSensitive }) => ({
      name,
      ...(separator === undefined ? {} : { separator }),
      ...(caseSensitive === true ? { case_sensitive: true } : {}),
    })),
    numeric: of("NUMERIC").map(({ name }) => ({ name })),
    content_key: contentKey,
    ...(vector === undefined
      ? {}
      : {
          content_vector_key: vector.name,
          vector: [
            {
              name: vector.name,
              ...(vector.algorithm === undefined ? {} : { algorithm: vector.algorithm }),
              ...(vector.datatype === undefined ? {} : { datatype: vector.datatype }),
              ...(vector.dims === undefined ? {} : { dims: vector.dims }),
              ...(vector.distanceMetric === undefined ? {} : { distance_metric: vector.distanceMetric }),
            },
          ],
        }),
  };
}

function isFieldType(type: string): type is IndexInfoField["type"] {
  return ["TEXT", "TAG", "NUMERIC", "VECTOR"].includes(type);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function pairsOf(reply: unknown): Pairs {
  const list = listOf(reply);
  const pairs = new Map<string, unknown>();
  for (let at = 0; at + 1 < list.length; at += 2) pairs.set(textOf(list[at]), list[at + 1]);
  return pairs;
}
