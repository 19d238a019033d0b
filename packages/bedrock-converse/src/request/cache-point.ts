import type { CachePointBlock as WireCachePoint } from "@aws-sdk/client-bedrock-runtime";
import { firstText, isRecord, omitUndefined, type PlainRecord } from "../record.ts";
import { asWire } from "../as-wire.ts";

/** A cache point as a content block; members the caller gives are kept. */
export function cachePoint(given: PlainRecord = {}): { cachePoint: WireCachePoint } {
  return {
    cachePoint: asWire<WireCachePoint>(
      omitUndefined({ type: firstText(given["type"]) ?? "default", ttl: firstText(given["ttl"]) }),
    ),
  };
}

/** The cache point that Anthropic's `cache_control` on a block asks for, or nothing. */
export function cachePointAfter(block: PlainRecord, converted: readonly unknown[]): { cachePoint: WireCachePoint }[] {
  const control = block["cache_control"];
  if (!isRecord(control) || converted.length === 0) return [];
  return [cachePoint(control["ttl"] === "1h" ? { ttl: "1h" } : {})];
}

/** Whether a block is a cache point. */
export function isCachePoint(block: object): boolean {
  return "cachePoint" in block && block.cachePoint !== undefined;
}
