import type {
  ContentBlock as WireContentBlock,
  Message as WireMessage,
  SystemContentBlock as WireSystemContentBlock,
  Tool as WireTool,
  ToolConfiguration as WireToolConfiguration,
} from "@aws-sdk/client-bedrock-runtime";
import { warnOnce } from "@langchain-aws/core";
import type { CacheRules } from "../model-families.ts";
import type { ResolvedOptions } from "../resolve-options.ts";
import { cachePoint } from "./cache-point.ts";

/** The parts of a request that can hold cache points, in the order in which the service reads them. */
export interface Cacheable {
  readonly toolConfig?: WireToolConfiguration | undefined;
  readonly system: readonly WireSystemContentBlock[];
  readonly messages: readonly WireMessage[];
}

type Point = { readonly cachePoint?: { readonly ttl?: string | undefined } | undefined };

/** A request may hold this many cache points. */
const mostPoints = 4;

/**
 * Places cache points where a growing conversation gains from them: after the system text, the last message, the tools
 * and, for Claude, the last message but one. What the caller has placed counts and stays.
 *
 * @returns new lists; the caller's are untouched, so a second call does not find the first call's points
 */
export function placeCachePoints(request: Cacheable, options: ResolvedOptions): Cacheable {
  const control = options.cacheControl;
  if (control === undefined || control === false) return request;
  const rules = options.resolved.family.cache;
  if (rules === undefined) {
    warnOnce(
      `bedrock-converse:cache:${options.resolved.family.name}`,
      `The model ${options.modelName} takes no cache points; \`cacheControl\` is ignored.`,
    );
    return request;
  }
  return steps.reduce((placed, step) => step(placed, rules, control.ttl), request);
}

type Step = (request: Cacheable, rules: CacheRules, ttl: string | undefined) => Cacheable;

const steps: readonly Step[] = [
  (request, rules, ttl) => {
    const { system } = request;
    if (isSpent(request) || system.length === 0 || system.some(isPoint)) return request;
    return { ...request, system: [...system, pointAfter(pointsOf({ ...request, messages: [] }), rules, ttl)] };
  },
  (request, rules, ttl) => markMessage(request, request.messages.length - 1, rules, ttl),
  (request, rules, ttl) => {
    const tools = request.toolConfig?.tools ?? [];
    if (!rules.inTools || isSpent(request) || tools.length === 0 || tools.some(isPoint)) return request;
    const marked: WireTool[] = [...tools, pointAfter([], rules, ttl)];
    return { ...request, toolConfig: { ...request.toolConfig, tools: marked } };
  },
  (request, rules, ttl) => {
    const { messages } = request;
    const isFree =
      rules.secondMessagePoint && messages.length > 1 && pointsInMessages(messages.slice(0, -1)).length === 0;
    return isFree && pointsInMessages(messages).length <= 1
      ? markMessage(request, messages.length - 2, rules, ttl)
      : request;
  },
];

function markMessage(request: Cacheable, index: number, rules: CacheRules, ttl: string | undefined): Cacheable {
  const message = request.messages[index];
  const content = message?.content ?? [];
  if (message === undefined || isSpent(request) || !takesPoint(content, rules)) return request;
  const earlier = pointsOf({ ...request, messages: request.messages.slice(0, index) });
  const marked = { ...message, content: [...content, pointAfter(earlier, rules, ttl)] };
  return { ...request, messages: request.messages.with(index, marked) };
}

function takesPoint(content: readonly WireContentBlock[], rules: CacheRules): boolean {
  const last = content.at(-1);
  if (last === undefined || content.some(isPoint) || last.reasoningContent !== undefined) return false;
  return rules.onToolTurns || !content.some((block) => block.toolUse !== undefined || block.toolResult !== undefined);
}

/** A later point may not live longer than an earlier one. */
function pointAfter(
  earlier: readonly Point[],
  rules: CacheRules,
  ttl: string | undefined,
): ReturnType<typeof cachePoint> {
  const isLong = rules.ttl && ttl !== undefined && ttl !== "5m";
  const fits = earlier.every((point) => point.cachePoint?.ttl !== undefined && point.cachePoint.ttl !== "5m");
  return cachePoint(isLong && fits ? { ttl } : {});
}

function isSpent(request: Cacheable): boolean {
  return pointsOf(request).length >= mostPoints;
}

function pointsOf({ toolConfig, system, messages }: Cacheable): readonly Point[] {
  const inTools: readonly Point[] = toolConfig?.tools ?? [];
  const inSystem: readonly Point[] = system;
  return [...inTools.filter(isPoint), ...inSystem.filter(isPoint), ...pointsInMessages(messages)];
}

function pointsInMessages(messages: readonly WireMessage[]): readonly Point[] {
  return messages.flatMap(({ content }): readonly Point[] => content?.filter(isPoint) ?? []);
}

function isPoint(block: Point): boolean {
  return block.cachePoint !== undefined;
}
