import type { GraphHandle } from "../graphs/graph-options.ts";

/** What a graph is filled with: statements of openCypher, run one after the other, or RDF. */
export type GraphSeed =
  | {
      openCypher: readonly string[];
      /** How many statements of the same file were run before; messages count from the first. @defaultValue 0 */
      from?: number;
    }
  | { turtle: string };

/**
 * Fills a graph.
 *
 * @returns how many statements were run; 1 for RDF
 * @throws Error naming the statement that failed, in the engine's words; those before it were run
 */
export async function seedGraph(graph: GraphHandle, seed: unknown): Promise<number> {
  if (!isSeed(seed)) throw new Error("A graph is filled with { openCypher: [statements] } or { turtle }.");
  if ("turtle" in seed) {
    await graph.loadTurtle(seed.turtle);
    return 1;
  }
  for (const [at, statement] of seed.openCypher.entries()) {
    try {
      await graph.openCypher(statement);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`statement ${(seed.from ?? 0) + at + 1}: ${reason}`, { cause: error });
    }
  }
  return seed.openCypher.length;
}

function isSeed(value: unknown): value is GraphSeed {
  if (typeof value !== "object" || value === null) return false;
  if ("turtle" in value) return typeof value.turtle === "string";
  if ("from" in value && !Number.isInteger(value.from)) return false;
  const statements = "openCypher" in value ? value.openCypher : undefined;
  return Array.isArray(statements) && statements.every((statement) => typeof statement === "string");
}
