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
  const settings = { rules, ttl: control.ttl, isFirst: pointsOf(request).length === 0 };
  return steps.reduce((placed, step) => step(placed, settings), request);
}

interface Settings {
  readonly rules: CacheRules;
  readonly ttl: string | undefined;
  /** Whether the caller has placed no point at all. */
  readonly isFirst: boolean;
}

type Step = (request: Cacheable, settings: Settings) => Cacheable;

const steps: readonly Step[] = [
  (request, settings) => {
    const { toolConfig, system, messages } = request;
    if (isSpent(request) || system.length === 0 || system.some(isPoint)) return request;
    const point = pointBetween(pointsInTools(toolConfig), pointsInMessages(messages), settings);
    return { ...request, system: [...system, ...point] };
  },
  (request, settings) => markMessage(request, request.messages.length - 1, settings),
  (request, settings) => {
    const { toolConfig, system, messages } = request;
    const tools = toolConfig?.tools ?? [];
    if (!settings.rules.inTools || isSpent(request) || tools.length === 0 || tools.some(isPoint)) return request;
    const point = pointBetween([], [...system.filter(isPoint), ...pointsInMessages(messages)], settings);
    const marked: WireTool[] = [...tools, ...point];
    return { ...request, toolConfig: { ...toolConfig, tools: marked } };
  },
  (request, settings) =>
    settings.rules.secondMessagePoint && settings.isFirst && request.messages.length > 1
      ? markMessage(request, request.messages.length - 2, settings)
      : request,
];

function markMessage(request: Cacheable, index: number, settings: Settings): Cacheable {
  const { messages } = request;
  const message = messages[index];
  const content = message?.content ?? [];
  if (message === undefined || isSpent(request) || !takesPoint(content, settings.rules)) return request;
  const earlier = pointsOf({ ...request, messages: messages.slice(0, index) });
  const point = pointBetween(earlier, pointsInMessages(messages.slice(index + 1)), settings);
  return { ...request, messages: messages.with(index, { ...message, content: [...content, ...point] }) };
}

function takesPoint(content: readonly WireContentBlock[], rules: CacheRules): boolean {
  const last = content.at(-1);
  if (last === undefined || content.some(isPoint) || last.reasoningContent !== undefined) return false;
  return rules.onToolTurns || !content.some((block) => block.toolUse !== undefined || block.toolResult !== undefined);
}

/**
 * A point, unless a later one lives longer, which the service refuses: what that one covers is kept already. It does not
 * live longer than an earlier one itself.
 */
function pointBetween(
  earlier: readonly Point[],
  later: readonly Point[],
  { rules, ttl }: Settings,
): ReturnType<typeof cachePoint>[] {
  if (rules.ttl && ttl !== undefined && livesLong(ttl) && earlier.every(isLong)) return [cachePoint({ ttl })];
  return later.some(isLong) ? [] : [cachePoint()];
}

function isLong({ cachePoint: point }: Point): boolean {
  return point?.ttl !== undefined && livesLong(point.ttl);
}

function livesLong(ttl: string): boolean {
  return ttl !== "5m";
}

function isSpent(request: Cacheable): boolean {
  return pointsOf(request).length >= mostPoints;
}

function pointsOf({ toolConfig, system, messages }: Cacheable): readonly Point[] {
  const inSystem: readonly Point[] = system;
  return [...pointsInTools(toolConfig), ...inSystem.filter(isPoint), ...pointsInMessages(messages)];
}

function pointsInTools(toolConfig: WireToolConfiguration | undefined): readonly Point[] {
  const tools: readonly Point[] = toolConfig?.tools ?? [];
  return tools.filter(isPoint);
}

function pointsInMessages(messages: readonly WireMessage[]): readonly Point[] {
  return messages.flatMap(({ content }): readonly Point[] => content?.filter(isPoint) ?? []);
}

function isPoint(block: Point): boolean {
  return block.cachePoint !== undefined;
}
