import { parseArgs } from "node:util";

/** What the command line asked for. */
export interface DemoArguments {
  /** Run on real AWS, with the default credential chain, instead of on `local`. */
  live: boolean;
  model: string;
  region?: string;
  /** Where the retrieval step keeps its vectors. */
  store: RetrievalStore;
}

/** Where vectors can be kept. */
export type RetrievalStore = "memory" | "memorydb" | "s3-vectors";

const stores: readonly RetrievalStore[] = ["memory", "memorydb", "s3-vectors"];

const defaultModel = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";

const usage = `npm run demo [-- options]
  --live           run on real AWS with your default credentials, instead of on this machine alone
  --model ID       the model to ask (default ${defaultModel})
  --store NAME     where the retrieval step keeps its vectors: memory (default), memorydb, s3-vectors
  --region REGION  the region of --live (default: AWS_REGION, AWS_DEFAULT_REGION, your profile)`;

/** @throws Error with the usage, for an option that the demo does not know */
export function parseArguments(args: readonly string[]): DemoArguments {
  try {
    const { values } = parseArgs({
      args: args.filter((argument) => argument !== "--"),
      options: {
        live: { type: "boolean", default: false },
        model: { type: "string", default: defaultModel },
        region: { type: "string" },
        store: { type: "string", default: "memory" },
      },
    });
    const store = stores.find((name) => name === values.store);
    if (store === undefined) throw new Error(`There is no store "${values.store}".`);
    return { ...values, store };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, { cause: error });
  }
}
