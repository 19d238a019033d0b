import type { ModelFamily } from "../model-families.ts";

/** Ids and names as the service takes them, for one request; see {@link createToolIds}. */
export interface ToolIds {
  /** The wire's id for one of the conversation's tool call ids. */
  toWire(id: string): string;
}

const legalId = /^[a-zA-Z0-9_-]{1,64}$/;
const shortId = /^[a-zA-Z0-9]{9}$/;

/**
 * Maps tool call ids that the service refuses, such as another provider's. A use and its result get the same id, legal
 * ids stay, and no two ids of one request fall together. The map is stable: it does not depend on earlier requests.
 */
export function createToolIds(family: ModelFamily): ToolIds {
  const byOriginal = new Map<string, string>();
  const taken = new Set<string>();
  return {
    toWire(id) {
      const known = byOriginal.get(id);
      if (known !== undefined) return known;
      let wire = toLegalId(id, family);
      for (let round = 1; taken.has(wire); round += 1) wire = hashedId(`${id}\u0000${round}`, id, family);
      taken.add(wire);
      byOriginal.set(id, wire);
      return wire;
    },
  };
}

/** The wire's name for a tool, bound or in the history. */
export function toWireToolName(name: string, family: ModelFamily): string {
  const plain = family.plainToolNames ? name.replaceAll("-", "_") : name;
  return plain.replaceAll(/[^a-zA-Z0-9_-]/g, "").slice(0, 64) || "_";
}

function toLegalId(id: string, family: ModelFamily): string {
  const pattern = family.shortToolIds ? shortId : legalId;
  return pattern.test(id) ? id : hashedId(id, id, family);
}

function hashedId(seed: string, id: string, family: ModelFamily): string {
  const digest = hash(seed).toString(36).padStart(9, "0").slice(-9);
  if (family.shortToolIds) return digest;
  const readable = id.replaceAll(/[^a-zA-Z0-9_-]/g, "_").slice(0, 54);
  return `${readable}_${digest}`;
}

/** 53 bits of a text (cyrb53): stable over processes, and no secret depends on it. */
function hash(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
