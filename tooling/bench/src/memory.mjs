import { clients } from "./clients.mjs";
import { startChild } from "./child.mjs";
import { table } from "./statistics.mjs";

/**
 * How much more is alive while a very long stream is read than before it.
 *
 * @returns {Promise<string>}
 */
export async function measureMemory() {
  const server = await startChild("servers/lean.mjs");
  const rows = [];
  for (const { name, file } of clients) {
    const reader = await startChild("long-stream.mjs", [file, JSON.stringify(server.ready)], ["--expose-gc"]);
    const { deltas, growth } = /** @type {{ deltas: number, growth: number }} */ (reader.ready);
    reader.stop();
    rows.push([name, String(deltas), growth.toFixed(1)]);
  }
  server.stop();
  return table(["one long stream", "deltas", "MiB more at most"], rows);
}
