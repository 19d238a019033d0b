import { isRecord, omitUndefined, type PlainRecord, warnOnce } from "@langchain-aws/core";
import type { ResolvedOptions } from "../resolve-options.ts";
import { type BoundTool, describe } from "../tools/bound-tools.ts";
import type { ToolChoice } from "../tools/tool-choice.ts";
import { takesStrict } from "./model-facts.ts";

/** What Bedrock wants of one of Anthropic's own tools. */
interface BuiltInRules {
  /** The version that Bedrock has in place of this one. */
  readonly type?: string;
  readonly name?: string;
  readonly beta: string;
}

const computerUse = "computer-use-2025-01-24";
const editor = "str_replace_based_edit_tool";

/** Source: "Anthropic Claude Messages API: tool use", Amazon Bedrock User Guide. */
const builtIns: Readonly<Record<string, BuiltInRules>> = {
  bash_20241022: { type: "bash_20250124", beta: computerUse },
  computer_20241022: { type: "computer_20250124", beta: computerUse },
  text_editor_20241022: { type: "text_editor_20250728", name: editor, beta: computerUse },
  bash_20250124: { beta: computerUse },
  computer_20250124: { beta: computerUse },
  text_editor_20250124: { beta: computerUse },
  text_editor_20250429: { beta: computerUse },
  text_editor_20250728: { name: editor, beta: computerUse },
  tool_search_tool_regex_20251119: { beta: "tool-search-tool-2025-10-19" },
};

/** The beta that takes the place of `eager_input_streaming`, which Bedrock refuses. */
const eagerStreaming = "fine-grained-tool-streaming-2025-05-14";

/** Tools in Anthropic's form, and the betas they need. */
export interface AnthropicTools {
  readonly tools: readonly PlainRecord[];
  readonly betas: readonly string[];
}

/** The tools of a request in Anthropic's form, each in the version that Bedrock has. Warns where it refuses `strict`. */
export function toAnthropicTools({ tools, strict, model }: ResolvedOptions): AnthropicTools {
  const mayBeStrict = takesStrict(model.baseModelId ?? model.modelId);
  const betas: string[] = [];
  const written = tools.map((tool): PlainRecord => {
    const { given } = tool;
    if (given["eager_input_streaming"] === true) betas.push(eagerStreaming);
    if (tool.kind === "built-in") return writeBuiltIn(tool, betas);
    const asked = tool.definition.strict ?? strict;
    if (asked !== undefined && !mayBeStrict) {
      warnOnce("bedrock-invoke:strict", `${model.modelId} refuses \`strict\` on Bedrock, so it is left out.`);
    }
    const { eager_input_streaming: _eager, strict: _strict, ...own } = isAnthropic(given) ? given : {};
    return omitUndefined({
      ...own,
      name: tool.definition.name,
      description: describe(tool.definition),
      input_schema: tool.definition.inputSchema,
      strict: mayBeStrict ? asked : undefined,
    });
  });
  return { tools: written, betas };
}

/** Other members of Anthropic's own tool objects, such as `cache_control`, mean something to it. */
function isAnthropic(given: PlainRecord): boolean {
  return isRecord(given["input_schema"]);
}

function writeBuiltIn({ given }: BoundTool, betas: string[]): PlainRecord {
  const { eager_input_streaming: _eager, ...tool } = given;
  const type = String(given["type"]);
  const rules = Object.hasOwn(builtIns, type) ? builtIns[type] : undefined;
  if (rules === undefined) return tool;
  betas.push(rules.beta);
  return omitUndefined({ ...tool, type: rules.type ?? type, name: rules.name ?? tool["name"] });
}

/** The choice in Anthropic's form. Bedrock takes `type` and `name` only. */
export function toAnthropicChoice(choice: ToolChoice): PlainRecord {
  switch (choice.kind) {
    case "tool":
      return { type: "tool", name: choice.name };
    case "other": {
      const { type, name } = choice.value;
      return type === undefined ? choice.value : omitUndefined({ type, name });
    }
    default:
      return { type: choice.kind };
  }
}
