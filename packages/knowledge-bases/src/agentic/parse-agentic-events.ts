import { BedrockServiceError, toBase64 } from "@langchain-aws/core";
import { Document } from "@langchain/core/documents";
import type { AgenticRetrieveEvent, AgenticRetrieveOutput } from "./options.ts";

type Result = AgenticRetrieveOutput["results"][number];

/**
 * What a whole stream says. The answer of the last event beats the pieces that were streamed before or after it.
 *
 * @throws BedrockServiceError when the stream ends without a result
 */
export async function parseAgenticEvents(events: AsyncIterable<AgenticRetrieveEvent>): Promise<AgenticRetrieveOutput> {
  let answer = "";
  let last: AgenticRetrieveEvent["result"];
  const results: Result[] = [];
  for await (const { responseEvent, result } of events) {
    answer += responseEvent?.text ?? "";
    if (result === undefined) continue;
    last = result;
    results.push(...(result.results ?? []));
  }
  if (last === undefined) throw withoutResult();
  const { generatedResponse, nextToken } = last;
  const { answer: whole = answer, citations = [] } = generatedResponse ?? {};
  const hasAnswer = generatedResponse !== undefined || whole !== "";
  return {
    results,
    documents: results.map(toAgenticDocument),
    ...(hasAnswer && { generatedResponse: { answer: whole, citations } }),
    ...(nextToken !== undefined && { nextToken }),
  };
}

/** One result as a document: its text, or its bytes as a data: URI. */
export function toAgenticDocument({ content, metadata, sourceRetriever }: Result): Document {
  const { mimeType, text, byteContent } = content ?? {};
  const bytes = byteContent === undefined ? "" : `data:${mimeType ?? ""};base64,${toBase64(byteContent)}`;
  return new Document({
    pageContent: text ?? bytes,
    metadata: {
      ...(mimeType !== undefined && { type: mimeType }),
      ...(metadata !== undefined && { source_metadata: metadata }),
      ...(sourceRetriever?.identifier !== undefined && { source_retriever: sourceRetriever.identifier }),
    },
  });
}

const withoutResult = (): BedrockServiceError =>
  new BedrockServiceError("The stream of AgenticRetrieveStream ended without a result. Check what answers there.", {
    code: "CORRUPT_REPLY",
    service: "bedrock-agent-runtime",
    operation: "AgenticRetrieveStream",
    retryable: false,
  });
