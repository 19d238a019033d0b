import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { bundle } from "@langchain-aws/checks/size/bundle.mjs";
import { measuredEnvironment } from "../child.mjs";
import { median, table } from "../statistics.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const coldImport = fileURLToPath(new URL("../cold-import.mjs", import.meta.url));

/** @param {string[]} modules */
function importOnce(modules) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [coldImport, ...modules], {
    env: measuredEnvironment(),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - start;
}

/**
 * What loads when a program with that class starts, in bytes; and all it may load later.
 *
 * @param {string} name
 */
async function bundleSizes(name) {
  const program = {
    code: `export { BedrockEmbeddings } from "${name}";`,
    directory: here,
    external: ["@aws-sdk/client-bedrock", "https-proxy-agent"],
  };
  const [whole, split] = [
    await bundle(program, "esbuild", "node"),
    await bundle(program, "esbuild", "node, splitting"),
  ];
  return { whole: whole.min, atStart: split.min };
}

/**
 * Import time and bundle size beside the peer's.
 *
 * @param {number} rounds
 * @returns {Promise<string>}
 */
export async function measureWeight(rounds) {
  const names = ["@langchain-aws/embeddings", "@langchain/aws"];
  /** @type {Map<string, number[]>} */
  const times = new Map([
    ["nothing", []],
    ...names.map((name) => /** @type {const} */ ([name, /** @type {number[]} */ ([])])),
  ]);
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, list] of times) {
      const modules = name === "nothing" ? [] : [import.meta.resolve(name)];
      list.push(importOnce(modules));
    }
  }
  const bare = median(times.get("nothing") ?? []);
  const figures = await Promise.all(
    names.map(async (name) => ({ name, ms: median(times.get(name) ?? []) - bare, ...(await bundleSizes(name)) })),
  );
  const peer = figures.at(-1);
  if (peer === undefined) return "";
  const kibibytes = (/** @type {number} */ bytes) => (bytes / 1024).toFixed(0);
  return table(
    ["", "import ms", "÷ peer", "bundle at start KiB", "÷ peer", "unsplit bundle KiB", "÷ peer"],
    figures.map(({ name, ms, atStart, whole }) => [
      name,
      ms.toFixed(0),
      (ms / peer.ms).toFixed(2),
      kibibytes(atStart),
      (atStart / peer.atStart).toFixed(2),
      kibibytes(whole),
      (whole / peer.whole).toFixed(2),
    ]),
  );
}
