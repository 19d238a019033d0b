import { AwsConfigurationError } from "./errors.ts";

/** The versions that were found; nothing where one cannot be known, as in a browser or a bundle. */
export interface FoundVersions {
  readonly node?: string | undefined;
  readonly langchainCore?: string | undefined;
}

/** The oldest versions, as the manifests state them, and how to get a newer one. */
export const requirements = {
  node: { name: "Node", oldest: "20.19.0", install: "nvm install --lts (or from https://nodejs.org)" },
  langchainCore: { name: "@langchain/core", oldest: "1.4.0", install: "npm install @langchain/core@1" },
} as const;

/**
 * @throws {@link AwsConfigurationError} `CONFIG_OLD_VERSION` saying what was found, what is needed and what to type
 */
export function requireVersions(versions: FoundVersions): void {
  for (const key of ["node", "langchainCore"] as const) {
    const found = versions[key];
    const { name, oldest, install } = requirements[key];
    if (found !== undefined && rank(found) < rank(oldest)) {
      throw new AwsConfigurationError(
        `${name} ${found} is too old: the @langchain-aws packages need ${oldest} or newer. Install it: ${install}`,
        { code: "CONFIG_OLD_VERSION" },
      );
    }
  }
}

/**
 * The same for a model that has been constructed: LangChain's base class notes its version on each, since 1.1, off Node
 * and in a bundle too.
 */
export function requireLangchainCore(model: object): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the class checks nothing that is not there
  const { metadata, _addVersion } = model as NotedModel;
  const old = _addVersion === undefined ? "1.0 or older" : undefined;
  requireVersions({ langchainCore: metadata?.versions?.["@langchain/core"] ?? old });
}

interface NotedModel {
  metadata?: { versions?: Record<string, string> };
  _addVersion?: unknown;
}

/** By its numbers alone: a release candidate counts as its release. */
function rank(version: string): number {
  const [major = 0, minor = 0, patch = 0] = version.split(/\D+/).map(Number);
  return (major * 1000 + minor) * 1000 + patch;
}
