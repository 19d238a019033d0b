import type { Citation as WireCitation } from "@aws-sdk/client-bedrock-runtime";
import { omitUndefined } from "@langchain-aws/core";
import type { ContentBlock } from "@langchain/core/messages";

/** A citation in LangChain's standard form; the location itself is kept for the way back to the service. */
export type StandardCitation = ContentBlock.Citation & { extras?: { location: unknown } };

/** Puts a citation into LangChain's standard form. */
export function toStandardCitation({ title, source, sourceContent, location }: WireCitation): StandardCitation {
  const range = location?.documentChar ?? location?.documentPage ?? location?.documentChunk;
  const cited = sourceContent?.map((part) => part.text ?? "").join("");
  return omitUndefined<StandardCitation>({
    type: "citation",
    title,
    source: source ?? (range?.documentIndex === undefined ? undefined : String(range.documentIndex)),
    url: location?.web?.url,
    startIndex: range?.start,
    endIndex: range?.end,
    citedText: cited === "" ? undefined : cited,
    extras: location === undefined ? undefined : { location },
  });
}
