import { averageOf } from "../../../engines/vectors.ts";
import {
  type BodyOf,
  integer,
  list,
  malformedInput,
  parseBody,
  record,
  text,
  textOr,
} from "../../../validation/body-schema.ts";
import { cutToTokens } from "./cut-to-tokens.ts";
import { dimensionsOf, dimensionsSchema } from "./dimensions.ts";
import type { InvokeAnswer, InvokeCall, InvokeFamily } from "./invoke-family.ts";
import { base64OfDataUri, embedMedium, invalid, readImage } from "./media.ts";
import { toInt8, toPackedBits, toSignedPackedBits, toUint8 } from "./number-formats.ts";

const MOST_INPUTS = 96;
const V4_TOKENS = 128_000;

const numberFormats = {
  float: (vector: Float32Array) => Array.from(vector),
  int8: toInt8,
  uint8: toUint8,
  binary: toSignedPackedBits,
  ubinary: toPackedBits,
} as const;

const embeddingTypes = list(text({ values: ["float", "int8", "uint8", "binary", "ubinary"] }));
type EmbeddingType = keyof typeof numberFormats;

const v3Body = record(
  { input_type: text({ values: ["search_document", "search_query", "classification", "clustering", "image"] }) },
  {
    texts: list(text({ maxLength: 2_048 }), { maxItems: MOST_INPUTS }),
    images: list(text(), { maxItems: 1 }),
    truncate: text({ values: ["NONE", "START", "END"] }),
    embedding_types: embeddingTypes,
  },
);

const part = record(
  { type: text({ values: ["text", "image_url"] }) },
  { text: text(), image_url: textOr(record({ url: text() }, {})) },
);

const v4Type = { input_type: text({ values: ["search_document", "search_query", "classification", "clustering"] }) };
const v4Settings = {
  texts: list(text(), { maxItems: MOST_INPUTS }),
  images: list(text(), { maxItems: MOST_INPUTS }),
  inputs: list(record({ content: list(part, { minItems: 1 }) }, {}), { maxItems: MOST_INPUTS }),
  truncate: text({ values: ["NONE", "LEFT", "RIGHT"] }),
  embedding_types: embeddingTypes,
  max_tokens: integer({ min: 1, max: V4_TOKENS }),
};

/** Cohere Embed v3: up to 96 texts, or one image. Source: "Cohere Embed v3", Amazon Bedrock User Guide. */
export const cohereV3: InvokeFamily = {
  serves: ({ family, id }) => family === "cohere-embed" && !id.includes("embed-v4"),
  recognises: () => false,
  async invoke(call) {
    const body = parseBody(call.body, v3Body, call.validation);
    const { texts = [], images = [] } = body;
    checkOneKind(body, ["texts", "images"], call);
    if (images.length > 0 && body.input_type !== "image" && call.validation !== "off") {
      throw invalid("#/input_type: images need the input type image.");
    }
    const dimensions = dimensionsOf(call, undefined, 1_024);
    const vectors = [
      ...(await call.state.embedder.embed(texts, dimensions)),
      ...images.map((image, index) => embedImage(image, `#/images/${index}`, ["png", "jpeg"], dimensions, call)),
    ];
    const echoed = texts.map((each) => each.toLowerCase());
    const inputTokens = sumOf(texts.map((each) => call.state.countTokens(each)));
    return toAnswer(call, { vectors, types: body.embedding_types, texts: echoed, inputTokens });
  },
};

/** Cohere Embed v4: texts, images, or inputs that mix both. Source: "Cohere Embed v4", Amazon Bedrock User Guide. */
export const cohereV4: InvokeFamily = {
  serves: ({ family, id }) => family === "cohere-embed" && id.includes("embed-v4"),
  recognises: (body) => "input_type" in body,
  async invoke(call) {
    const body = parseBody(
      call.body,
      record(v4Type, { ...v4Settings, output_dimension: dimensionsSchema(call) }),
      call.validation,
    );
    checkOneKind(body, ["texts", "images", "inputs"], call);
    const { images = [], inputs = [], embedding_types: types = ["float"] } = body;
    const dimensions = dimensionsOf(call, body.output_dimension, 1_536);
    const texts = (body.texts ?? []).map((each) => cutV4(each, body, call));
    const mixed = inputs.map(({ content }, index) => readParts(content, `#/inputs/${index}/content`, call));
    const vectors = [
      ...(await call.state.embedder.embed(texts, dimensions)),
      ...images.map((image, index) => embedImage(image, `#/images/${index}`, v4Formats, dimensions, call)),
      ...(await Promise.all(mixed.map((parts) => embedParts(parts, dimensions, call)))),
    ];
    const read = [...texts, ...mixed.flatMap((parts) => parts.texts)];
    const inputTokens = sumOf(read.map((each) => call.state.countTokens(each)));
    return toAnswer(call, { vectors, types, texts: body.texts ?? [], inputTokens });
  },
};

const v4Formats = ["png", "jpeg", "gif", "webp"];

interface CohereResult {
  vectors: readonly Float32Array[];
  /** Absent: the form of v3, a bare list of lists. */
  types: readonly EmbeddingType[] | undefined;
  texts: readonly string[];
  inputTokens: number;
}

function toAnswer(call: InvokeCall, { vectors, types, texts, inputTokens }: CohereResult): InvokeAnswer {
  const id = uuidOf(() => call.state.random());
  if (types === undefined) {
    const embeddings = vectors.map(numberFormats.float);
    return { body: { id, texts, response_type: "embeddings_floats", embeddings }, inputTokens };
  }
  const embeddings = Object.fromEntries(types.map((type) => [type, vectors.map(numberFormats[type])]));
  return { body: { id, texts, response_type: "embeddings_by_type", embeddings }, inputTokens };
}

/** Texts, images and mixed inputs exclude each other, and one of them must be there. */
function checkOneKind(body: object, kinds: readonly string[], call: InvokeCall): void {
  if (call.validation === "off") return;
  const given = kinds.filter((kind) => kind in body);
  if (given.length === 0) throw malformedInput(`#: required key [${kinds[0]}] not found`);
  if (given.length > 1) throw invalid(`${given.join(" and ")} cannot be given together.`);
}

function cutV4(
  value: string,
  { truncate = "NONE", max_tokens: limit = V4_TOKENS }: { truncate?: "NONE" | "LEFT" | "RIGHT"; max_tokens?: number },
  call: InvokeCall,
): string {
  if (call.state.countTokens(value) <= limit) return value;
  if (truncate === "NONE") throw invalid("Input is too long for requested model.");
  return cutToTokens(value, limit, truncate === "LEFT" ? "start" : "end", (part) => call.state.countTokens(part));
}

/** What one mixed input holds. */
interface Parts {
  texts: string[];
  images: Uint8Array[];
}

async function embedParts({ texts, images }: Parts, dimensions: number, call: InvokeCall): Promise<Float32Array> {
  const embedded = await call.state.embedder.embed(texts, dimensions);
  const vectors = [...embedded, ...images.map((bytes) => embedMedium(bytes, dimensions))];
  if (vectors.length === 0) throw malformedInput("#/inputs: expected minimum item count: 1, found: 0");
  return averageOf(vectors);
}

function readParts(content: readonly BodyOf<typeof part>[], pointer: string, call: InvokeCall): Parts {
  const texts: string[] = [];
  const images: Uint8Array[] = [];
  for (const [index, { type, text: words, image_url: image }] of content.entries()) {
    const at = `${pointer}/${index}`;
    const url = typeof image === "object" ? image.url : image;
    if (type === "text" && words !== undefined) texts.push(words);
    else if (type === "image_url" && url !== undefined) {
      images.push(readImage(base64OfDataUri(url, `${at}/image_url`), `${at}/image_url`, v4Formats, call));
    } else throw malformedInput(`${at}: required key [${type}] not found`);
  }
  return { texts, images };
}

function embedImage(
  uri: string,
  pointer: string,
  formats: readonly string[],
  dimensions: number,
  call: InvokeCall,
): Float32Array {
  return embedMedium(readImage(base64OfDataUri(uri, pointer), pointer, formats, call), dimensions);
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);

/** A UUID of version 4 from the instance's own generator, so that equal runs give equal answers. */
function uuidOf(random: () => number): string {
  return "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".replace(/x/g, () => Math.floor(random() * 16).toString(16));
}
