import { checkFault, faultNames } from "../check-fault.ts";
import type { Fault } from "../fault.ts";
import { UsageError } from "./command.ts";

/**
 * Reads a fault of the command line: a rule as JSON, or `[OPERATION:]NAME[=VALUE],…` with the names of `when` and `do`.
 *
 * `Converse:throttle,every=3` is `{ match: { operation: "Converse" }, when: { every: 3 }, do: { throttle: true } }`.
 *
 * @throws UsageError naming what is unknown
 */
export function parseFaultSpec(spec: string): Fault {
  const fault = spec.trimStart().startsWith("{") ? parseJson(spec) : parseShort(spec);
  try {
    checkFault(fault, "fault");
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
  return fault;
}

function parseShort(spec: string): unknown {
  const [, operation, list = ""] = /^(?:([A-Za-z]+):)?(.*)$/s.exec(spec) ?? [];
  const parts: Record<"match" | "when" | "do", Record<string, unknown>> = { match: {}, when: {}, do: {} };
  if (operation !== undefined) parts.match["operation"] = operation;
  for (const pair of list.split(",").filter((text) => text !== "")) {
    const at = pair.indexOf("=");
    const name = at < 0 ? pair : pair.slice(0, at);
    parts[partOf(name)][name] = at < 0 ? true : toValue(pair.slice(at + 1));
  }
  return parts;
}

function partOf(name: string): "match" | "when" | "do" {
  const part = (["match", "when", "do"] as const).find((one) => faultNames[one].includes(name));
  if (part !== undefined) return part;
  throw new UsageError(
    `"${name}" is no member of a fault. Known: ${[...faultNames.when, ...faultNames.do].join(", ")}.`,
  );
}

function toValue(text: string): unknown {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (text === "true" || text === "false") return text === "true";
  return text;
}

function parseJson(spec: string): unknown {
  try {
    return JSON.parse(spec);
  } catch (error) {
    throw new UsageError("A fault that begins with { must be JSON.", { cause: error });
  }
}
