import { textOf } from "../clients/bytes.ts";
import { backOff, wait } from "../connection/wait.ts";
import { MemoryDBUnsupportedError } from "../errors.ts";
import { filterNode, type InMemoryDBFilterExpression } from "../filter/filter-expression.ts";
import { nothing, renderForServer } from "../filter/render.ts";
import type { IndexKeeper } from "../index-keeper.ts";
import type { DeleteParams } from "../options.ts";
import type { ResolvedSchema } from "../schema/index-schema.ts";

const keysOfOneBurst = 1000;
/** A search may go on finding what was deleted for a moment; after so many looks it is believed. */
const maxLooks = 10;

type Options = { signal?: AbortSignal | undefined; onProgress?: DeleteParams["onProgress"] };

/** Deletes keys, a thousand in one burst. */
export async function deleteKeys(
  index: IndexKeeper,
  keys: readonly string[],
  { signal, onProgress }: Options,
): Promise<number> {
  let count = 0;
  for (let at = 0; at < keys.length; at += keysOfOneBurst) {
    const page = keys.slice(at, at + keysOfOneBurst);
    count += await index.unlink(page, signal);
    onProgress?.({ done: at + page.length, total: keys.length });
  }
  return count;
}

/**
 * Deletes what a filter finds.
 *
 * @throws MemoryDBUnsupportedError where the engine searches by vectors alone; as a search
 */
export async function deleteByFilter(
  index: IndexKeeper,
  filter: InMemoryDBFilterExpression,
  schema: ResolvedSchema,
  { signal, onProgress, readyTimeoutMs }: Options & { readyTimeoutMs: number },
): Promise<void> {
  const query = await renderForServer(filterNode(filter), schema, async () => index.engine());
  if (query === nothing) return;
  const engine = await index.engine();
  if (!engine.hasPlainQueries) {
    throw new MemoryDBUnsupportedError(
      `${engine.name} of this version cannot search by a filter alone. Delete by ids.`,
    );
  }
  const deleted = new Set<string>();
  for (let looks = 0; looks < maxLooks; looks += 1) {
    const page = await findKeys(index, query, schema.contentKey, { signal, readyTimeoutMs });
    if (page.length === 0) return;
    const fresh = page.filter((key) => !deleted.has(key));
    if (fresh.length === 0) {
      await wait(backOff(looks), signal);
      continue;
    }
    looks = 0;
    await index.unlink(fresh, signal);
    for (const key of fresh) deleted.add(key);
    onProgress?.({ done: deleted.size, total: undefined });
  }
}

async function findKeys(
  index: IndexKeeper,
  query: string,
  field: string,
  { signal, readyTimeoutMs }: Options & { readyTimeoutMs: number },
): Promise<string[]> {
  const limit = ["LIMIT", "0", String(keysOfOneBurst)];
  const words = ["FT.SEARCH", index.name, query, "RETURN", "1", field, ...limit, "DIALECT", "2"];
  const reply = await index.search(words, { readyTimeoutMs, buffers: false, write: true, signal });
  if (!Array.isArray(reply)) return [];
  return reply
    .slice(1)
    .filter((item) => !Array.isArray(item))
    .map(textOf);
}
