import { isRecord } from "@langchain-aws/core";
import type { NeptuneLogger } from "../options.ts";

/** A graph in numbers and names. Source: "Retrieving a graph summary report", Neptune User Guide. */
export interface GraphSummary {
  /** When the statistics under it were computed, as the service writes it. */
  readonly statisticsAt?: string;
  readonly numNodes?: number;
  readonly numEdges?: number;
  readonly nodeLabels?: readonly string[];
  readonly edgeLabels?: readonly string[];
  /** `[{ code: 12 }]` */
  readonly nodeProperties?: readonly Readonly<Record<string, number>>[];
  readonly edgeProperties?: readonly Readonly<Record<string, number>>[];
  /** Of RDF graphs. */
  readonly classes?: readonly string[];
  /** Of RDF graphs. */
  readonly predicates?: readonly Readonly<Record<string, number>>[];
  /** Everything else that the service tells. */
  readonly [member: string]: unknown;
}

/**
 * A summary without what it comes wrapped in.
 *
 * @param payload `{ lastStatisticsComputationTime, graphSummary }`
 * @returns `undefined` when there is nothing in it
 */
export function toGraphSummary(payload: unknown): GraphSummary | undefined {
  if (!isRecord(payload)) return undefined;
  const { graphSummary, lastStatisticsComputationTime: at } = payload;
  if (!isRecord(graphSummary) || Object.keys(graphSummary).length === 0) return undefined;
  const computed = at instanceof Date ? at.toISOString() : at;
  return { ...graphSummary, ...(typeof computed === "string" && { statisticsAt: computed }) };
}

/** The names in a list of a summary; whatever else is in it is left out. */
export const namesIn = (list: unknown): string[] =>
  Array.isArray(list) ? list.filter((item) => typeof item === "string") : [];

/** Names and counts of a summary's list of `{ name: count }`. */
export function countsIn(list: unknown): Record<string, number> {
  const entries = Array.isArray(list) ? list.flatMap((item) => (isRecord(item) ? Object.entries(item) : [])) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, number] => typeof entry[1] === "number"));
}

/** Statistics are computed anew after 10 days at the latest. Source: "Managing statistics", Neptune User Guide. */
const maxAgeMs = 10 * 24 * 60 * 60 * 1000;

/** Warns when the statistics under a schema are older than they can be while Neptune computes them. */
export function warnAboutAge({ statisticsAt }: GraphSummary, logger: NeptuneLogger): void {
  const age = statisticsAt === undefined ? 0 : Date.now() - Date.parse(statisticsAt);
  if (age <= maxAgeMs) return;
  logger.warn(
    "The statistics under the schema are more than 10 days old, so Neptune has stopped computing them. Refresh them.",
  );
}
