import { createHash } from "node:crypto";
import type { Model } from "../catalogue/model-profile.ts";
import type { InputUsage } from "./answer.ts";
import type { PromptPart } from "./prompt-tokens.ts";

const TTL_MS: Readonly<Record<string, number>> = { "5m": 5 * 60_000, "1h": 60 * 60_000 };
/** How many blocks before a cache point are compared with what is cached. */
const LOOKBACK = 20;

/** The end of a prefix: what identifies it, and the tokens up to here. */
interface Boundary {
  key: string;
  tokens: number;
  /** Set where a cache point stands that the model honours. */
  ttl?: string;
}

/**
 * Remembers the beginnings of prompts, as the service does at cache points.
 *
 * A first use counts as written, a later one within the time to live as read, which renews it. Below the model's
 * minimum nothing is cached. Source: "Prompt caching for faster model inference", Amazon Bedrock User Guide.
 */
export class PromptCache {
  readonly #clock: () => number;
  readonly #expiries = new Map<string, number>();

  /** @param clock milliseconds since the epoch */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Forgets every prefix. */
  clear(): void {
    this.#expiries.clear();
  }

  /** The token counts of a prompt, split into cached and other ones, after which its prefixes are cached. */
  use(model: Model, parts: Iterable<PromptPart>): InputUsage {
    const boundaries = boundariesOf(model, parts);
    const total = boundaries.at(-1)?.tokens ?? 0;
    if (model.caching === undefined) return { inputTokens: total };
    const lastPoint = boundaries.findLastIndex(({ ttl }) => ttl !== undefined);
    const points = boundaries.filter(({ ttl }) => ttl !== undefined);
    const read = this.#longestCached(boundaries, lastPoint)?.tokens ?? 0;
    const written = points.filter(({ tokens }) => tokens > read);
    for (const { key, ttl = "5m" } of points) this.#expiries.set(key, this.#clock() + (TTL_MS[ttl] ?? 0));
    const write = Math.max(0, (points.at(-1)?.tokens ?? 0) - read);
    return {
      inputTokens: total - read - write,
      cacheReadInputTokens: read,
      cacheWriteInputTokens: write,
      ...(write > 0 && model.caching.countedByTtl === true ? { cacheDetails: detailsOf(written, read) } : {}),
    };
  }

  #longestCached(boundaries: readonly Boundary[], lastPoint: number): Boundary | undefined {
    const now = this.#clock();
    const isFresh = ({ key }: Boundary): boolean => (this.#expiries.get(key) ?? 0) > now;
    const isNear = (at: number): boolean =>
      boundaries.slice(at, at + LOOKBACK + 1).some(({ ttl }) => ttl !== undefined);
    const at = boundaries.findLastIndex((boundary, index) => index <= lastPoint && isFresh(boundary) && isNear(index));
    const found = boundaries[at];
    const ttl = boundaries.slice(at).find((boundary) => boundary.ttl !== undefined)?.ttl ?? "5m";
    if (found !== undefined) this.#expiries.set(found.key, now + (TTL_MS[ttl] ?? 0));
    return found;
  }
}

/** One boundary behind each part; the cache points themselves are no part of what is compared. */
function boundariesOf({ id, caching }: Model, parts: Iterable<PromptPart>): Boundary[] {
  const all = [...parts];
  const isCached = caching !== undefined && all.some(({ cachePoint }) => cachePoint !== undefined);
  const hash = createHash("sha256").update(id);
  const boundaries: Boundary[] = [];
  let tokens = 0;
  for (const part of all) {
    tokens += part.tokens;
    if (part.cachePoint === undefined) {
      if (isCached) hash.update(`\n${part.place} ${JSON.stringify(part.value)}`);
      boundaries.push({ key: isCached ? hash.copy().digest("base64") : "", tokens });
      continue;
    }
    const last = boundaries.at(-1);
    if (last === undefined || caching === undefined) continue;
    if (tokens >= caching.minimumTokens && caching.places.includes(part.place)) last.ttl = part.cachePoint.ttl ?? "5m";
  }
  return boundaries;
}

function detailsOf(written: readonly Boundary[], read: number): { ttl: string; inputTokens: number }[] {
  const byTtl = new Map<string, number>();
  let before = read;
  for (const { ttl = "5m", tokens } of written) {
    byTtl.set(ttl, (byTtl.get(ttl) ?? 0) + tokens - before);
    before = tokens;
  }
  return [...byTtl].map(([ttl, inputTokens]) => ({ ttl, inputTokens }));
}
