import type {
  DocumentBlock as WireDocumentBlock,
  DocumentSource as WireDocumentSource,
} from "@aws-sdk/client-bedrock-runtime";
import { isRecord, omitUndefined, type PlainRecord, stringOf, utf8Encode } from "@langchain-aws/core";
import { type BlockPlace, contentError } from "./content-error.ts";
import type { RequestContext } from "./context.ts";
import { documentNameOf } from "./document-names.ts";
import { formatOf, type Media, mimeTypeOf, readMedia } from "./media.ts";
import { asWire } from "../as-wire.ts";

/** A file, a text file or an Anthropic document as Converse's document, with a legal name of its own. */
export function toDocument(block: PlainRecord, context: RequestContext, place: BlockPlace): WireDocumentBlock {
  const citations = citationsOf(block);
  const content = contentOf(block);
  const media = content === undefined ? mediaOf(block, place) : undefined;
  return omitUndefined<WireDocumentBlock>({
    name: context.documents.next(documentNameOf(block)),
    format:
      media === undefined
        ? "txt"
        : formatOf("document", media.text === undefined ? mimeTypeOf(media, place) : "text/plain", place),
    source: content === undefined ? sourceOf(media ?? {}, citations?.enabled === true, place) : { content },
    context: stringOf(block["context"]),
    citations,
  });
}

/** A document in Converse's own form: only its name is made legal and unique. */
export function toNamedDocument(document: unknown, context: RequestContext): WireDocumentBlock {
  const given = isRecord(document) ? document : {};
  return asWire({ ...given, name: context.documents.next(stringOf(given["name"])) });
}

function mediaOf(block: PlainRecord, place: BlockPlace): Media {
  const source = block["source"];
  // Anthropic's text source has the plain text where others have base64.
  if (isRecord(source) && source["type"] === "text") return { text: stringOf(source["data"]) ?? "" };
  if (typeof block["text"] === "string") return { text: block["text"] };
  return readMedia(block, place);
}

/** Anthropic's `source: {type: "content"}`: a document cut into pieces that can be cited one by one. */
function contentOf(block: PlainRecord): { text: string }[] | undefined {
  const source = block["source"];
  if (!isRecord(source) || source["type"] !== "content") return undefined;
  const pieces: unknown[] = Array.isArray(source["content"]) ? source["content"] : [source["content"]];
  return pieces.map((piece) => ({ text: (isRecord(piece) ? stringOf(piece["text"]) : stringOf(piece)) ?? "" }));
}

function sourceOf(media: Media, isCited: boolean, place: BlockPlace): WireDocumentSource {
  // Only a text source comes back with citations by character.
  if (media.text !== undefined) return isCited ? { text: media.text } : { bytes: utf8Encode(media.text) };
  if (media.bytes !== undefined) return { bytes: media.bytes };
  if (media.s3Location !== undefined) return { s3Location: media.s3Location };
  throw contentError("The document has no data", place);
}

function citationsOf(block: PlainRecord): { enabled: boolean } | undefined {
  const metadata = isRecord(block["metadata"]) ? block["metadata"] : {};
  const citations = block["citations"] ?? metadata["citations"];
  return isRecord(citations) ? { enabled: citations["enabled"] === true } : undefined;
}
