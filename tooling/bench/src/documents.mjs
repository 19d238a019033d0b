import { startChild } from "./child.mjs";
import { table } from "./statistics.mjs";

/** @typedef {{ name: string, first: number, median: number, p95: number }} Mapping milliseconds of CPU */

/**
 * What one `invoke` of a retriever costs when the reply is there already: 1,000 results of 2 kB become documents.
 *
 * @param {{ calls: number }} effort
 */
export async function measureDocuments({ calls }) {
  const rows = [];
  for (const retriever of ["@langchain/aws", "@langchain-aws/knowledge-bases"]) {
    const child = await startChild("map-results.mjs", [retriever, String(calls)]);
    const { first, median, p95 } = /** @type {Mapping} */ (child.ready);
    child.stop();
    rows.push([retriever, ...[first, median, p95].map((ms) => ms.toFixed(2))]);
  }
  return table(["1,000 results of 2 kB", "first call, CPU ms", "median", "p95"], rows);
}
