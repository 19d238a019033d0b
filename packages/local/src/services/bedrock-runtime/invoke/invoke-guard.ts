import { ServiceError, type WireRequest } from "../../../operation.ts";
import type { ConverseBody, GuardrailConfig, SystemBlock } from "../converse-body.ts";
import type { ContentBlock } from "../../../chat/content-blocks.ts";
import type { GuardrailTrace } from "../guardrail-trace.ts";
import { parseBody, record, text } from "../../../validation/body-schema.ts";
import type { InvokeCall } from "./invoke-family.ts";

const CONFIG = "amazon-bedrock-guardrailConfig";
const modes = { SYNCHRONOUS: "sync", ASYNCHRONOUS: "async" } as const;
const traces = { ENABLED: "enabled", DISABLED: "disabled", ENABLED_FULL: "enabled_full" } as const;

const configSchema = record(
  {},
  {
    tagSuffix: text({ minLength: 1, maxLength: 20 }),
    streamProcessingMode: text({ values: ["SYNCHRONOUS", "ASYNCHRONOUS"] }),
  },
);

/** The guardrail of a call: from its headers, and from the member of its body that is Bedrock's own. */
export interface InvokeGuard {
  /** The body without that member: what is the model's. */
  body: unknown;
  config?: GuardrailConfig;
  /** Only texts between tags of this suffix are guarded. */
  tagSuffix?: string;
}

/**
 * Reads what a call says of its guardrail.
 *
 * Source: "InvokeModel" and "Include a guardrail in an inference call", Amazon Bedrock; the words of the refusals are
 * not recorded.
 *
 * @throws ServiceError `ValidationException` where a part is missing
 */
export function readGuard({ body, request, validation }: InvokeCall): InvokeGuard {
  const { identifier, version, trace } = guardHeaders(request);
  const settings = isObject(body) && CONFIG in body ? body[CONFIG] : undefined;
  const own = isObject(body) && CONFIG in body ? without(body, CONFIG) : body;
  if (identifier === undefined && version === undefined) {
    if (settings !== undefined) {
      throw invalid(`A guardrail identifier must be provided when ${CONFIG} is in the request body.`);
    }
    return { body: own };
  }
  if (identifier === undefined || version === undefined) {
    throw invalid("guardrailIdentifier and guardrailVersion must be provided together.");
  }
  if (!isJson(request)) throw invalid("The content type must be application/json when a guardrail is used.");
  const { tagSuffix, streamProcessingMode } = parseBody(settings ?? {}, configSchema, validation);
  return {
    body: own,
    config: {
      guardrailIdentifier: identifier,
      guardrailVersion: version,
      ...(trace !== undefined && { trace: traces[trace] }),
      ...(streamProcessingMode !== undefined && { streamProcessingMode: modes[streamProcessingMode] }),
    },
    ...(tagSuffix !== undefined && { tagSuffix }),
  };
}

function guardHeaders({ headers }: WireRequest): {
  identifier?: string;
  version?: string;
  trace?: keyof typeof traces;
} {
  const { "x-amzn-bedrock-trace": trace } = headers;
  if (trace !== undefined && !isTrace(trace)) {
    throw invalid(
      `1 validation error detected: Value '${trace}' at 'trace' failed to satisfy constraint: Member must satisfy enum value set: [ENABLED, DISABLED, ENABLED_FULL]`,
    );
  }
  return {
    identifier: headers["x-amzn-bedrock-guardrailidentifier"],
    version: headers["x-amzn-bedrock-guardrailversion"],
    ...(trace !== undefined && { trace }),
  };
}

type MarkedText = { text: string } | { guardContent: { text: { text: string } } };

/** The request with its tagged texts marked, as `guardContent` marks them in Converse. */
export function markTagged(body: ConverseBody, tagSuffix: string | undefined): ConverseBody {
  if (tagSuffix === undefined) return body;
  const tag = `amazon-bedrock-guardrails-guardContent_${tagSuffix}`;
  const pattern = new RegExp(`<${escape(tag)}>([\\s\\S]*?)</${escape(tag)}>`);
  const marked = (value: string): MarkedText[] =>
    value.split(pattern).flatMap((piece, index): MarkedText[] => {
      if (index % 2 === 1) return [{ guardContent: { text: { text: piece } } }];
      return piece === "" ? [] : [{ text: piece }];
    });
  const isTagged = (block: object): block is { text: string } =>
    "text" in block && typeof block.text === "string" && pattern.test(block.text);
  return {
    ...body,
    ...(body.system && {
      system: body.system.flatMap((block): SystemBlock[] => (isTagged(block) ? marked(block.text) : [block])),
    }),
    messages: (body.messages ?? []).map(({ role, content }) => ({
      role,
      content: content.flatMap((block): ContentBlock[] => (isTagged(block) ? marked(block.text) : [block])),
    })),
  };
}

/** What was done, as every part of an answer says it where a guardrail looked at it. */
export function guardAction(trace: GuardrailTrace | undefined): Record<string, unknown> {
  if (trace === undefined) return {};
  return { "amazon-bedrock-guardrailAction": trace.outcome === "none" ? "NONE" : "INTERVENED" };
}

/** What Bedrock adds to a model's own answer where a guardrail looked at it. */
export function guardMembers(trace: GuardrailTrace | undefined): Record<string, unknown> {
  if (trace === undefined) return {};
  const shown = trace.toInvokeTrace();
  return {
    ...guardAction(trace),
    ...(shown !== undefined && { "amazon-bedrock-trace": { guardrail: shown } }),
  };
}

const isJson = ({ headers }: WireRequest): boolean => /^application\/json\b/.test(headers["content-type"] ?? "");
const isTrace = (value: string): value is keyof typeof traces => Object.hasOwn(traces, value);
const escape = (value: string): string => value.replace(/[^A-Za-z0-9_-]/g, String.raw`\$&`);

function without(body: Record<string, unknown>, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
}

function invalid(message: string): ServiceError {
  return new ServiceError("ValidationException", 400, message);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
