import type { Citation as WireCitation, ContentBlock as WireContentBlock } from "@aws-sdk/client-bedrock-runtime";
import type { ClosingFacts, StopFacts } from "./metadata.ts";

/**
 * What a stream says, step by step, in no renderer's language. `index` numbers the blocks of the message; `opens` is
 * set on the first part of a block.
 */
export type StreamPart =
  | { readonly type: "start" }
  | { readonly type: "text"; readonly index: number; readonly text: string; readonly opens: boolean }
  | { readonly type: "reasoning"; readonly index: number; readonly text: string; readonly opens: boolean }
  | { readonly type: "signature"; readonly index: number; readonly signature: string; readonly opens: boolean }
  | { readonly type: "tool"; readonly index: number; readonly id: string; readonly name: string }
  | { readonly type: "toolInput"; readonly index: number; readonly input: string }
  | {
      readonly type: "citations";
      readonly index: number;
      readonly citations: readonly WireCitation[];
      readonly opens: boolean;
    }
  /** A block that makes sense only when it is complete: redacted reasoning, images, what the service's own tools do. */
  | { readonly type: "whole"; readonly index: number; readonly block: WireContentBlock }
  /** The end of a block, with all of it. */
  | {
      readonly type: "end";
      readonly index: number;
      readonly block: WireContentBlock;
      readonly stopReason: string | undefined;
    }
  | ({ readonly type: "stop" } & StopFacts)
  | ({ readonly type: "closing" } & ClosingFacts);
