import type {
  RerankCommandInput as WireRerankInput,
  RerankCommandOutput as WireRerankOutput,
} from "@aws-sdk/client-bedrock-agent-runtime";
import { buildRequest, type Question } from "./request/build-request.ts";
import type { Chunk } from "./request/split-sources.ts";
import { corruptReply } from "./response/corrupt-reply.ts";
import { parseResponse, type RankedSource } from "./response/parse-response.ts";

/**
 * Ranks the documents of one request, page by page until there are as many results as wanted or no page is left.
 *
 * @param send sends one request
 * @throws BedrockServiceError when the service hands out one page's token twice: its pages would never end
 */
export async function rankChunk(
  question: Question,
  chunk: Chunk,
  send: (input: WireRerankInput) => Promise<WireRerankOutput>,
): Promise<RankedSource[]> {
  const input = buildRequest(question, chunk);
  const wanted = chunk.numberOfResults ?? chunk.sources.length;
  const results: RankedSource[] = [];
  const tokens = new Set<string>();
  let page = input;
  while (true) {
    const output = await send(page);
    results.push(...parseResponse(output, chunk.sources));
    const nextToken = output.nextToken || undefined;
    if (nextToken !== undefined && tokens.has(nextToken)) throw corruptReply("repeats a page's token", output);
    if (nextToken === undefined || results.length >= wanted) return results.slice(0, wanted);
    tokens.add(nextToken);
    page = { ...input, nextToken };
  }
}
