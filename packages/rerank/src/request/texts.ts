import type { RerankCommandInput as WireRerankInput } from "@aws-sdk/client-bedrock-agent-runtime";

/** Every text of the caller's in a request, so that error messages can mask what a service repeats of it. */
export function textsOf({ queries, sources }: WireRerankInput): string[] {
  const documents = sources?.map(({ inlineDocumentSource: document }) => document) ?? [];
  return [
    ...(queries?.map(({ textQuery }) => textQuery?.text) ?? []),
    ...documents.map((document) => document?.textDocument?.text),
    ...documents.flatMap((document) => leaves(document?.jsonDocument)),
  ].filter((text) => text !== undefined);
}

function leaves(json: unknown): string[] {
  if (typeof json === "string") return [json];
  return typeof json === "object" && json !== null ? Object.values(json).flatMap(leaves) : [];
}
