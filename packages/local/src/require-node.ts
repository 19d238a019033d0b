/** The oldest Node that this package runs on; its manifest says the same. */
const [oldestMajor, oldestMinor] = [20, 19];

/** One sentence where the Node of this version is too old; nothing where it is not. */
export function describeOldNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  return (
    `Node ${version} is too old: @langchain-aws/local needs ${oldestMajor}.${oldestMinor}.0 or newer. ` +
    "Install it: nvm install --lts (or from https://nodejs.org)"
  );
}

/** @throws Error saying which Node is needed */
export function requireNode(): void {
  const problem = describeOldNode(process.versions.node);
  if (problem !== undefined) throw new Error(`createLocalAws: ${problem}`);
}
