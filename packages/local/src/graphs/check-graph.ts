import { checkDocument, type DocumentMembers, isString, isText, isTextList } from "../documents/check-document.ts";
import type { GraphOptions } from "./graph-options.ts";

const optionMembers: DocumentMembers = {
  id: (value) => (typeof value === "string" && graphId.test(value) ? undefined : "`g-` and ten letters or digits"),
  openCypher: (value) => (isTextList(value) ? undefined : "a list of texts"),
  turtle: isString,
  statistics: isFlag,
  statisticsComputedAt: (value) => (Number.isFinite(value) ? undefined : "milliseconds since the epoch"),
  engineVersion: (value) =>
    isText(value) === undefined && /^\d+(\.\d+){3}$/.test(String(value)) ? undefined : "a version such as 1.4.5.0",
  queryTimeoutMs: (value) =>
    Number.isInteger(value) && Number(value) > 0 ? undefined : "a whole number of milliseconds above 0",
  reader: isFlag,
};

/** The ids of Neptune Analytics graphs. Source: "GraphIdentifier", Neptune Analytics API Reference. */
export const graphId: RegExp = /^g-[a-z0-9]{10}$/;

/** @throws Error naming the member, and where it stands, when a graph of the options cannot work */
export function checkGraph(options: unknown, where: string): asserts options is GraphOptions {
  checkDocument(options, optionMembers, where);
  if (options["id"] !== undefined && options["turtle"] !== undefined) {
    throw new Error(`${where}.turtle is for the graph without an id: Neptune Analytics holds no RDF.`);
  }
}

/** @throws Error when two graphs of the options have one id, or two have none */
export function checkGraphIds(graphs: readonly GraphOptions[], where: string): void {
  const ids = graphs.map(({ id }) => id ?? "");
  const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index);
  if (twice >= 0) throw new Error(`${where}[${twice}] has the id of another graph, or is a second one without an id.`);
}

function isFlag(value: unknown): string | undefined {
  return typeof value === "boolean" ? undefined : "true or false";
}
