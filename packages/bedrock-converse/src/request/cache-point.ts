import type { CachePointBlock as WireCachePoint } from "@aws-sdk/client-bedrock-runtime";
import { firstText, isRecord, omitUndefined, type PlainRecord } from "@langchain-aws/core";
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

/**
 * What `createCachePoint` gives: Converse's own `{cachePoint}`, and nothing more when it is listed, copied or written to
 * JSON. Its `type` is there to be read, so that it is a content block for LangChain's types too.
 */
// An alias: LangChain's content blocks may have any member, which no interface says of itself.
export type CachePoint<Type extends string = "default", Ttl extends string = never> = {
  readonly type: "cache_point";
  readonly cachePoint: { type: Type; ttl?: Ttl };
};

/** A cache point to put into content, system text or tools. */
export function createCachePoint<Type extends string, Ttl extends string>(
  type: Type,
  ttl: Ttl | undefined,
): CachePoint<Type, Ttl> {
  const point = { type: "cache_point" as const, cachePoint: omitUndefined({ type, ttl }) };
  return Object.defineProperty(point, "type", { enumerable: false });
}
