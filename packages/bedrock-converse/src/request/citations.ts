import type {
  Citation as WireCitation,
  CitationsContentBlock as WireCitations,
  ContentBlock as WireContentBlock,
} from "@aws-sdk/client-bedrock-runtime";
import { camelCase, isRecord, omitUndefined, type PlainRecord, stringOf } from "@langchain-aws/core";
import { asWire } from "../as-wire.ts";

/** Text with what it cites, from v1 annotations or Python's citation objects. */
export function citedText(text: string, cited: readonly unknown[]): readonly WireContentBlock[] {
  const citations = cited.filter(isRecord).flatMap(citationOf);
  if (citations.length === 0) return [{ text }];
  return [{ citationsContent: { content: [{ text }], citations } }];
}

/** Converse's own cited block, as a reply had it. */
export function toCitations(given: unknown): readonly WireContentBlock[] {
  const block = isRecord(given) ? given : {};
  const parts: unknown[] = Array.isArray(block["content"]) ? block["content"] : [];
  const text = parts.map((part) => (isRecord(part) ? (stringOf(part["text"]) ?? "") : "")).join("");
  const citations = Array.isArray(block["citations"]) ? block["citations"].filter(isRecord).flatMap(citationOf) : [];
  if (citations.length === 0) return [{ text }];
  // Parts are kept apart as the reply had them.
  const content = asWire<WireCitations["content"]>(parts.filter(isRecord));
  return [{ citationsContent: omitUndefined<WireCitations>({ content, citations }) }];
}

/** Citations located in a search result are left out: the service does not take them back. */
function citationOf(given: PlainRecord): WireCitation[] {
  const extras = isRecord(given["extras"]) ? given["extras"] : {};
  const location = wireLocation(given["location"] ?? extras["location"]);
  if (isRecord(location) && isRecord(location["searchResultLocation"])) return [];
  const sourceContent = given["sourceContent"] ?? given["source_content"] ?? citedPart(given["citedText"]);
  if (location === undefined && sourceContent === undefined) return [];
  const citation = { title: stringOf(given["title"]), source: stringOf(given["source"]), sourceContent, location };
  // The location and the source are the reply's own, unread here.
  return [asWire<WireCitation>(omitUndefined(citation))];
}

function citedPart(text: unknown): { text: string }[] | undefined {
  return typeof text === "string" ? [{ text }] : undefined;
}

/** A location as the wire has it: Python's messages have its names in snake_case, two levels deep. */
function wireLocation(location: unknown): unknown {
  if (!isRecord(location)) return location;
  const inCamelCase = (value: PlainRecord, change: (member: unknown) => unknown): PlainRecord =>
    Object.fromEntries(Object.entries(value).map(([name, member]) => [camelCase(name), change(member)]));
  return inCamelCase(location, (place) => (isRecord(place) ? inCamelCase(place, (member) => member) : place));
}
