/** What separates the values of a list in a tag field, unless the schema says otherwise. */
export const TAG_SEPARATOR = ",";

/** A text field. All options but `name` are for the engine `redisearch`. */
export interface TextFieldSchema {
  name: string;
  /** @defaultValue 1 */
  weight?: number;
  no_stem?: boolean;
  phonetic_matcher?: string;
  withsuffixtrie?: boolean;
  no_index?: boolean;
  sortable?: boolean;
}

/** A field of whole values, such as a genre or a tenant. */
export interface TagFieldSchema {
  name: string;
  /** One character. @defaultValue {@link TAG_SEPARATOR} */
  separator?: string;
  case_sensitive?: boolean;
  no_index?: boolean;
  sortable?: boolean;
}

/** A field of numbers. */
export interface NumericFieldSchema {
  name: string;
  no_index?: boolean;
  sortable?: boolean;
}

/** The field of vectors. */
export interface VectorFieldSchema {
  /** @defaultValue `content_vector` */
  name?: string;
  /** `FLAT` is exact, `HNSW` is fast. @defaultValue `FLAT` */
  algorithm?: string;
  /** @defaultValue the length of the first vector */
  dims?: number;
  /** `FLOAT64` with RediSearch alone. @defaultValue `FLOAT32` */
  datatype?: string;
  /** `COSINE`, `IP` or `L2`. @defaultValue `COSINE` */
  distance_metric?: string;
  initial_cap?: number;
  /** HNSW: edges of a node, up to 512. @defaultValue 16 */
  m?: number;
  /** HNSW: candidates while building, up to 4096. @defaultValue 200 */
  ef_construction?: number;
  /** HNSW: candidates while searching, up to 4096. @defaultValue 10 */
  ef_runtime?: number;
}

/** What an index holds. The names are those of Python's files, so that these can be read. */
export interface IndexSchema {
  text?: readonly TextFieldSchema[];
  tag?: readonly TagFieldSchema[];
  numeric?: readonly NumericFieldSchema[];
  vector?: readonly VectorFieldSchema[];
  /** The field of the text. @defaultValue `content` */
  content_key?: string;
  /** The vector field that is searched. @defaultValue `content_vector` */
  content_vector_key?: string;
}

/** How two vectors are compared. */
export type DistanceMetric = "COSINE" | "IP" | "L2";

/** The vector field with every default filled in; `dims` is 0 until the first vector is known. */
export interface ResolvedVectorField {
  readonly name: string;
  readonly algorithm: "FLAT" | "HNSW";
  readonly dims: number;
  readonly datatype: "FLOAT32" | "FLOAT64";
  readonly distanceMetric: DistanceMetric;
  readonly initialCap: number | undefined;
  readonly m: number;
  readonly efConstruction: number;
  readonly efRuntime: number;
}

/** A tag field with every default filled in. */
export interface ResolvedTagField extends TagFieldSchema {
  readonly separator: string;
  readonly case_sensitive: boolean;
}

/** A schema that was checked, with every default filled in. */
export interface ResolvedSchema {
  readonly contentKey: string;
  /** The field of the lossless copy of the metadata; `undefined` when none is kept. */
  readonly metadataKey: string | undefined;
  readonly text: readonly TextFieldSchema[];
  readonly tag: readonly ResolvedTagField[];
  readonly numeric: readonly NumericFieldSchema[];
  readonly vector: ResolvedVectorField;
}

/** The name of the lossless copy of the metadata. */
export const metadataField = "_metadata";

/** The kind of a field that filters name. */
export function fieldKind(schema: ResolvedSchema, name: string): "text" | "tag" | "numeric" | undefined {
  if (schema.tag.some((field) => field.name === name)) return "tag";
  if (schema.numeric.some((field) => field.name === name)) return "numeric";
  return schema.text.some((field) => field.name === name) || name === schema.contentKey ? "text" : undefined;
}

/** The metadata fields, in the order in which they are declared. */
export function metadataFields(schema: ResolvedSchema): string[] {
  return [...schema.text, ...schema.tag, ...schema.numeric]
    .map(({ name }) => name)
    .filter((name) => name !== schema.contentKey);
}
