import type { KendraResultItem } from "./kendra-result-item.ts";

/** White space that is more than one blank. Single blanks, most of any text, are passed over. */
const wideSpace = /\s{2,}|[^\S ]/g;

/**
 * An excerpt without its layout: every run of white space becomes one blank, then every `...` is taken out, as Python's
 * retriever does.
 */
export const cleanExcerpt = (text: string): string => text.replace(wideSpace, " ").replaceAll("...", "");

/**
 * The text of a document unless a formatter makes another: title and cleaned excerpt, each when there is one. The rows of a
 * table stay on lines of their own, as nobody could tell them apart otherwise.
 */
export function combinedText(item: KendraResultItem): string {
  const title = item.getTitle();
  const raw = item.getExcerpt();
  const excerpt = item.format === "TABLE" ? raw.split("\n").map(cleanExcerpt).join("\n") : cleanExcerpt(raw);
  return `${title && `Document Title: ${title}\n`}${excerpt && `Document Excerpt: \n${excerpt}\n`}`;
}
