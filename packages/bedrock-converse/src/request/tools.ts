import type { Tool as WireTool, ToolConfiguration as WireToolConfiguration } from "@aws-sdk/client-bedrock-runtime";
import { AwsConfigurationError, isRecord, omitUndefined, stringOf, warnOnce } from "@langchain-aws/core";
import { closeObjects, type JsonSchema, type ToolDefinition, toToolDefinition } from "@langchain-aws/core/tools";
import type { ModelFamily } from "../model-families.ts";
import type { ResolvedOptions } from "../resolve-options.ts";
import { systemToolNames } from "../system-tools.ts";
import { cachePoint } from "./cache-point.ts";
import { collapseNullable, plainSchema } from "./json-schema.ts";
import { toWireToolName } from "./tool-ids.ts";
import { isNoTool, resolveToolChoice } from "./tool-choice.ts";
import { asWire, type WireJson } from "../as-wire.ts";

const legalName = /^[a-zA-Z0-9_-]{1,64}$/;

/**
 * Converts tools in any accepted form. Tools that are converted already come back as they are, so that binding and
 * calling may both convert.
 *
 * @throws AwsConfigurationError naming the index for what is no tool and for names the service refuses
 */
export function toWireTools(tools: readonly unknown[]): readonly WireTool[] {
  return tools.flatMap(toWireTool);
}

/** The tools and the tool choice of a request; nothing when the model is to see no tool. */
export function buildToolConfig(options: ResolvedOptions): WireToolConfiguration | undefined {
  if (options.toolConfig !== undefined) return givenToolConfig(options.toolConfig, options);
  if (options.tools === undefined || options.tools.length === 0 || isNoTool(options.toolChoice)) return undefined;
  const { family } = options.resolved;
  const tools = toWireTools(options.tools).flatMap((tool) => adaptTool(tool, options));
  const toolChoice = resolveToolChoice(options, tools);
  return omitUndefined({
    tools,
    toolChoice:
      toolChoice?.tool === undefined
        ? toolChoice
        : { tool: { name: toWireToolName(toolChoice.tool.name ?? "", family) } },
  });
}

/** The bound names of tools the wire knows by another name; a reply's calls are given back under the bound name. */
export function boundToolNames(options: ResolvedOptions): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  if (!options.resolved.family.plainToolNames || options.tools === undefined) return names;
  for (const tool of toWireTools(options.tools)) {
    const name = tool.toolSpec?.name;
    if (name === undefined) continue;
    const wireName = toWireToolName(name, options.resolved.family);
    if (wireName !== name) names.set(wireName, name);
  }
  return names;
}

function givenToolConfig(toolConfig: WireToolConfiguration, options: ResolvedOptions): WireToolConfiguration {
  if (options.tools !== undefined && options.tools.length > 0) {
    warnOnce("bedrock-converse:tool-config", "`toolConfig` is sent as it is, so the bound tools are not sent.");
  }
  return toolConfig;
}

function toWireTool(tool: unknown, index: number): readonly WireTool[] {
  const name = typeof tool === "string" ? tool : undefined;
  if (name !== undefined && systemToolNames.has(name)) return [{ systemTool: { name } }];
  const native = isRecord(tool) ? nativeTool(tool) : undefined;
  if (native !== undefined) return [native];
  const definition = toToolDefinition(tool, index);
  checkName(definition.name, index);
  const spec: WireTool = { toolSpec: toolSpecOf(definition) };
  const control = isRecord(tool) ? tool["cache_control"] : undefined;
  return isRecord(control) ? [spec, cachePoint(control["ttl"] === "1h" ? { ttl: "1h" } : {})] : [spec];
}

/** Converse's own forms go as the caller has written them. */
function nativeTool(tool: Readonly<Record<string, unknown>>): WireTool | undefined {
  const { toolSpec, systemTool, cachePoint: point } = tool;
  if (isRecord(systemTool)) return asWire<WireTool>({ systemTool });
  return isRecord(toolSpec) || isRecord(point) ? asWire<WireTool>(tool) : undefined;
}

function toolSpecOf({ name, description, inputSchema, strict }: ToolDefinition): NonNullable<WireTool["toolSpec"]> {
  return omitUndefined({
    name,
    // The service refuses a blank description.
    description: description ?? name,
    inputSchema: { json: asWire<WireJson>(collapseNullable(inputSchema)) },
    strict,
  });
}

function checkName(name: string, index: number): void {
  if (legalName.test(name)) return;
  throw new AwsConfigurationError(
    `The tool at index ${index} has a name the service refuses: 1 to 64 letters, digits, "_" and "-" are allowed.`,
    { code: "CONFIG_INVALID_TOOL" },
  );
}

/** What a family and the call's `strict` change about a tool. */
function adaptTool(tool: WireTool, options: ResolvedOptions): readonly WireTool[] {
  const { family } = options.resolved;
  if (tool.cachePoint !== undefined) return family.cache?.inTools === true ? [tool] : dropCachePoint(family);
  const spec = tool.toolSpec;
  if (spec === undefined) return [tool];
  const strict = strictness(spec.strict ?? options.strict, family);
  if (strict === spec.strict && strict !== true && !family.plainToolSchemas && !family.plainToolNames) return [tool];
  const schema = spec.inputSchema?.json;
  const json = isRecord(schema) ? adaptSchema(schema, strict === true, family) : undefined;
  return [
    {
      toolSpec: omitUndefined({
        ...spec,
        name: toWireToolName(stringOf(spec.name) ?? "", family),
        inputSchema: json === undefined ? spec.inputSchema : { json: asWire<WireJson>(json) },
        strict,
      }),
    },
  ];
}

function adaptSchema(schema: JsonSchema, isStrict: boolean, family: ModelFamily): JsonSchema {
  const closed = isStrict ? closeObjects(schema) : schema;
  return family.plainToolSchemas ? plainSchema(closed) : closed;
}

function strictness(strict: boolean | undefined, family: ModelFamily): boolean | undefined {
  if (strict === undefined || family.strictTools) return strict;
  warnOnce(
    `bedrock-converse:strict:${family.name}`,
    `Strict tools are not known to work with models of the family ${family.name}; \`strict\` is not sent.`,
  );
  return undefined;
}

function dropCachePoint(family: ModelFamily): readonly WireTool[] {
  warnOnce(
    `bedrock-converse:tool-cache-point:${family.name}`,
    `Models of the family ${family.name} take no cache points between tools; they are not sent.`,
  );
  return [];
}
