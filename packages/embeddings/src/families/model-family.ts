import type { PlainRecord } from "@langchain-aws/core";
import type { EmbeddingType, Truncate } from "../options.ts";

/** The kinds of media. */
export type Modality = "image" | "audio" | "video";

/** Media whose bytes are in the request. */
export interface InlineMedia {
  /** With padding, without line breaks. */
  readonly base64: string;
  /** `jpeg`, `mp3`, `mp4`, … */
  readonly format: string;
}

/** Media that the service reads from S3. */
export interface S3Media {
  readonly s3Uri: string;
  readonly bucketOwner?: string | undefined;
  readonly format?: string | undefined;
}

/** Media as a request holds them. */
export type Media = InlineMedia | S3Media;

/** A text to embed. */
export interface TextInput {
  readonly text: string;
}

/** Media to embed. */
export interface MediaInput {
  readonly media: Media;
}

/** What a request says besides its inputs. */
export interface RequestSettings {
  /** Absent for families whose size is fixed. */
  readonly dimensions?: number | undefined;
  readonly embeddingType: EmbeddingType;
  readonly truncate?: Truncate | undefined;
  /** Cohere's `input_type`. */
  readonly inputType: string;
  /** Whether the caller chose `inputType` for this very call. */
  readonly inputTypeIsChosen?: boolean;
  /** Nova's `embeddingPurpose`. */
  readonly purpose: string;
  readonly detailLevel?: string | undefined;
}

/** Builds the body of one request; pure. It gets as many inputs as the family's limits allow. */
export type BuildRequest<Input> = (inputs: readonly Input[], settings: RequestSettings) => Record<string, unknown>;

/** What a reply came to. */
export interface ParsedReply {
  /** One for each input, in order; not looked into yet. */
  readonly vectors: readonly unknown[];
  /** The service cut the text at this character. */
  readonly truncatedCharLength?: number;
  /** What the model says about having no vector. */
  readonly problem?: string;
}

/** What a model says of texts. */
export interface TextLimits {
  /** Most texts of a request; absent for one. */
  readonly perRequest?: number;
  /** Whether an empty text may be sent. */
  readonly mayBeEmpty?: true;
  /** Longest text, in Unicode code points, where it is checked before sending. */
  readonly maxCodePoints?: number;
}

/** What a model says of one modality. */
export interface MediaLimits {
  /** The names the model has for formats, where it needs one. */
  readonly formats?: readonly string[];
  /** Most decoded bytes of one piece of media. */
  readonly maxBytes?: number;
  /** Most pieces of a request; absent for one. */
  readonly perRequest?: number;
  /** Whether the service reads it from S3. */
  readonly fromS3?: true;
}

/** A model by what decides its family. */
export interface ModelFacts {
  /** In lower case. */
  readonly vendor: string | undefined;
  /** The base model's id in lower case; empty when only the vendor is known. */
  readonly id: string;
}

/** Models that speak one wire format. A new family is one file beside this one and one row in `model-families.ts`. */
export interface ModelFamily {
  readonly name: string;
  /** Asked in the order of the rows; the first that says yes has it. */
  matches(model: ModelFacts): boolean;
  /** The size of the vectors where it cannot be chosen. */
  readonly fixedDimensions?: number;
  /** What it can answer besides `float`. */
  readonly embeddingTypes: readonly EmbeddingType[];
  readonly textLimits: TextLimits;
  readonly mediaLimits: Readonly<Partial<Record<Modality, MediaLimits>>>;
  /** By kind of input; a kind without a builder is one the model does not take. `fused`: a text and an image, one vector. */
  readonly buildRequest: {
    readonly text: BuildRequest<TextInput>;
    readonly image?: BuildRequest<MediaInput>;
    readonly audio?: BuildRequest<MediaInput>;
    readonly video?: BuildRequest<MediaInput>;
    readonly fused?: BuildRequest<TextInput & MediaInput>;
  };
  /** Pure; throws nothing: what is missing is judged by who asked. */
  parseResponse(reply: PlainRecord, embeddingType: EmbeddingType): ParsedReply;
}

/** Images of Titan, Cohere and Marengo may be this large, decoded (5 MB in their model pages). */
export const maxImageBytes: number = 5 * 1024 * 1024;
