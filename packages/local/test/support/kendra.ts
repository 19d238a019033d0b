import {
  type AttributeFilter,
  KendraClient,
  type KendraClientConfig,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
  RetrieveCommand,
  type RetrieveCommandInput,
  type RetrieveCommandOutput,
} from "@aws-sdk/client-kendra";
import { onTestFinished } from "vitest";

import type { LocalAws } from "../../src/index.ts";

/** The index that tests fill. */
export const indexId = "c0806df7-e76b-4bce-9b5c-d5582f6b1a03";

/** A client for this test alone. */
export function createKendraClient(to: LocalAws, config: KendraClientConfig = {}): KendraClient {
  const client = new KendraClient({ ...to.clientConfig("kendra"), ...config });
  onTestFinished(() => client.destroy());
  return client;
}

/** Asks an index for passages with the SDK's client. */
export async function retrieve(
  to: LocalAws,
  QueryText: string,
  more: Partial<RetrieveCommandInput> = {},
): Promise<RetrieveCommandOutput> {
  return await createKendraClient(to).send(new RetrieveCommand({ IndexId: indexId, QueryText, ...more }));
}

/** Asks an index for answers, questions and documents with the SDK's client. */
export async function query(
  to: LocalAws,
  QueryText: string | undefined,
  more: Partial<QueryCommandInput> = {},
): Promise<QueryCommandOutput> {
  return await createKendraClient(to).send(new QueryCommand({ IndexId: indexId, QueryText, ...more }));
}

/** The ids of the documents that were found, in the answer's order. */
export function idsOf({ ResultItems = [] }: RetrieveCommandOutput | QueryCommandOutput): string[] {
  return ResultItems.map(({ DocumentId = "" }) => DocumentId);
}

/** The ids of the documents that a filter lets through, sorted; Retrieve and Query must agree. */
export async function filtered(to: LocalAws, filter: AttributeFilter): Promise<string[]> {
  const more = { AttributeFilter: filter, PageSize: 100 };
  const passages = idsOf(await retrieve(to, "animal", more)).toSorted();
  const items = idsOf(await query(to, "animal", { ...more, QueryResultTypeFilter: "DOCUMENT" })).toSorted();
  if (items.join() !== passages.join()) throw new Error(`Query found ${items.join()}, Retrieve ${passages.join()}.`);
  return passages;
}
