import type { ToolUseBlock as WireToolUse } from "@aws-sdk/client-bedrock-runtime";

/** Any JSON, by the SDK's type for it. */
export type WireJson = NonNullable<WireToolUse["input"]>;

/**
 * A value in Converse's own form that passes through unread: a caller's native block, any JSON where the SDK wants its
 * document type, a name the SDK does not list yet. The service judges it, not this package.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says which wire type the value stands for
export function asWire<T>(value: unknown): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- unread on purpose, see above
  return value as T;
}
