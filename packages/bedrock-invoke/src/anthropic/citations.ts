import { isRecord, omitUndefined, type PlainRecord } from "@langchain-aws/core";

/**
 * The citations of a text block in Anthropic's form: those it has, or its standard annotations by the fields they carry.
 *
 * @returns nothing when there are none: the service refuses an empty list
 */
export function toCitations(block: PlainRecord): readonly unknown[] | undefined {
  const { citations, annotations } = block;
  if (Array.isArray(citations) && citations.length > 0) return citations;
  if (!Array.isArray(annotations)) return undefined;
  const converted = annotations.filter(isRecord).map(toCitation);
  return converted.length === 0 ? undefined : converted;
}

/** Anthropic's names of where a location begins and ends, by what LangChain calls its source. */
const ranges: Readonly<Record<string, { type: string; start: string; end: string }>> = {
  char: { type: "char_location", start: "start_char_index", end: "end_char_index" },
  page: { type: "page_location", start: "start_page_number", end: "end_page_number" },
  block: { type: "content_block_location", start: "start_block_index", end: "end_block_index" },
  search: { type: "search_result_location", start: "start_block_index", end: "end_block_index" },
};

function toCitation(annotation: PlainRecord): PlainRecord {
  const { type, source, url, title, startIndex, endIndex, citedText: cited_text, ...rest } = annotation;
  if (type === "non_standard_annotation" && isRecord(rest["value"])) return rest["value"];
  const kind =
    typeof source === "string" && Object.hasOwn(ranges, source) ? source : url === undefined ? "char" : "url";
  if (kind === "url") return omitUndefined({ ...rest, type: "web_search_result_location", url, title, cited_text });
  const { type: location = "char_location", start = "", end = "" } = ranges[kind] ?? {};
  const named = kind === "search" ? { source: url, title } : { document_title: title };
  return omitUndefined({
    document_index: kind === "search" ? undefined : 0,
    ...rest,
    type: location,
    ...named,
    [start]: startIndex,
    [end]: endIndex,
    cited_text,
  });
}
