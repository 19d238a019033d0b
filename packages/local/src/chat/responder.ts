import type { Message } from "./content-blocks.ts";
import type { ChatReply, ReplyPart } from "./reply.ts";

/** A tool as the request declares it. */
export interface RequestTool {
  name: string;
  description?: string;
  /** The JSON schema of the arguments. */
  schema: Readonly<Record<string, unknown>>;
}

/** Which tool the request wants called: any of them, a named one, none at all, or none in particular (`auto`). */
export type RequestToolChoice = { kind: "auto" } | { kind: "any" } | { kind: "none" } | { kind: "tool"; name: string };

/** What a responder is asked: one request, in the form of Converse whatever the operation was. */
export interface ChatRequest {
  /** The id of the request, the one that the answer carries. */
  id: string;
  /** The model id as the caller wrote it: a model, a profile or an ARN. */
  modelId: string;
  /** The id of the model behind it. */
  baseModelId: string;
  /** The model's family, as the catalogue names it: `claude`, `nova`, `llama`. */
  family: string;
  operation: string;
  /** Oldest first; content is never absent, but may be empty. */
  messages: readonly Message[];
  /** The system texts, joined by an empty line. */
  system: string;
  /** Those declared, but for the ones that a late system message removed. */
  tools: readonly RequestTool[];
  /** The names of the service's own tools: `nova_grounding`. */
  systemTools: readonly string[];
  toolChoice: RequestToolChoice;
  /** `false` when no more than one tool may be called at once; bodies of InvokeModel can say so. */
  parallelToolCalls?: boolean;
  inferenceConfig: { maxTokens?: number; temperature?: number; topP?: number; stopSequences?: readonly string[] };
  /** `additionalModelRequestFields`; for InvokeModel, the members of the body that have no other place here. */
  additionalFields: Readonly<Record<string, unknown>>;
  /** The JSON schema that the answer's text must satisfy, from `outputConfig` or what the model's own body has for it. */
  outputSchema?: Readonly<Record<string, unknown>>;
  /** The body as it arrived. */
  body: Readonly<Record<string, unknown>>;
  /** 1 for the first try, more when the client retries. */
  attempt: number;
  /** Fires when the client is gone. */
  signal: AbortSignal;
}

/** What a responder may give back; `undefined` passes the request on to the next responder. */
export type ResponderResult = ChatReply | AsyncIterable<ReplyPart> | undefined;

/**
 * Answers chat requests. Responders of the `responders` option are asked in order, after the script and after `on`.
 *
 * An async iterable is sent block by block, as it comes.
 */
export type Responder = (request: ChatRequest) => ResponderResult | Promise<ResponderResult>;
