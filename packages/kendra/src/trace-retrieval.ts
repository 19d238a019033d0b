import { CallbackManager, parseCallbackConfigArg } from "@langchain/core/callbacks/manager";
import type { DocumentInterface } from "@langchain/core/documents";
import type { BaseRetriever } from "@langchain/core/retrievers";
import { ensureConfig, type RunnableConfig } from "@langchain/core/runnables";

/**
 * A retriever's `invoke` with its callbacks in the base class's order, and with what that class leaves out: the signal, and
 * with it the timeout, reach the search.
 *
 * @param search does the work
 */
export async function traceRetrieval(
  retriever: BaseRetriever,
  query: string,
  options: Partial<RunnableConfig> | undefined,
  search: (signal: AbortSignal | undefined) => Promise<DocumentInterface[]>,
): Promise<DocumentInterface[]> {
  const config: RunnableConfig = ensureConfig<RunnableConfig>(parseCallbackConfigArg(options));
  const { callbacks, tags, metadata, verbose } = retriever;
  const manager = CallbackManager.configure(config.callbacks, callbacks, config.tags, tags, config.metadata, metadata, {
    verbose: verbose ?? false,
  });
  const run = await manager?.handleRetrieverStart(
    retriever.toJSON(),
    typeof query === "string" ? query : "",
    config.runId,
    undefined,
    undefined,
    undefined,
    config.runName,
  );
  try {
    const documents = await search(config.signal);
    await run?.handleRetrieverEnd(documents);
    return documents;
  } catch (error) {
    await run?.handleRetrieverError(error);
    throw error;
  }
}
