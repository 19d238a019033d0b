import { repositoryRoot, readWorkspace } from "../workspace.mjs";
import { run } from "../process.mjs";

const peer = "@langchain/core";

/** The range every package states for its peer. */
function peerRange() {
  const range = readWorkspace()
    .packages.map(({ manifest }) => manifest.peerDependencies?.[peer])
    .find((found) => found !== undefined);
  if (range === undefined) throw new Error(`No package has ${peer} as a peer.`);
  return range;
}

/** The oldest version of `@langchain/core` that the packages allow. */
export const oldestCore = () => peerRange().replace(/^[^\d]*/, "");

/** The newest version of `@langchain/core` that the packages allow, from the registry. */
export async function newestCore() {
  const { code, output } = await run(
    "npm",
    ["view", `${peer}@${peerRange()}`, "version", "--json", "--loglevel=error"],
    { cwd: repositoryRoot },
  );
  if (code !== 0) throw new Error(`npm view ${peer} failed:\n${output}`);
  const versions = [...output.matchAll(/"(\d+\.\d+\.\d+)"/g)].map(([, version = ""]) => version);
  const newest = versions.at(-1);
  if (newest === undefined) throw new Error(`The registry has no ${peer} for ${peerRange()}:\n${output}`);
  return newest;
}
