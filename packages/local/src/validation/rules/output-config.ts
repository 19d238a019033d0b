import { INVOCATIONS, modelErrors, type Rule, type RuleContext } from "../rule.ts";
import { unsupportedBySchemaGrammar } from "../schema-grammar.ts";

const asOf = "2026-11";
const common = { id: "V52", asOf, operations: INVOCATIONS } as const;

/** What is asked of an answer's form. Source: "Structured outputs", Amazon Bedrock User Guide, and issues. */
export const outputConfigRules: readonly Rule[] = [
  {
    ...common,
    refuses: "a JSON schema for a model that knows none",
    source: "public notes",
    isApproximate: true,
    check: ({ model, body }) =>
      model.jsonSchemaOutput === false && body.outputConfig?.textFormat !== undefined
        ? "This model doesn't support the outputConfig.textFormat field. Remove outputConfig.textFormat and try again."
        : undefined,
  },
  {
    ...common,
    refuses: "a strict tool for a model that knows none",
    source: "public notes",
    check: ({ model, body }) =>
      model.strictTools === false && statesStrict(body)
        ? "This model doesn't support the strict field. Remove strict and try again."
        : undefined,
  },
  {
    ...common,
    refuses: "a schema that is not JSON",
    source: "public notes",
    isApproximate: true,
    check: ({ body }) => {
      const text = schemaText(body);
      return text === undefined || parseObject(text) !== undefined
        ? undefined
        : "The value at outputConfig.textFormat.structure.jsonSchema.schema is not a valid JSON schema.";
    },
  },
  {
    ...common,
    refuses: "keywords in the schema of the answer that a grammar cannot hold",
    source: "issue",
    check: ({ model, body }) => {
      if (model.family !== "claude") return undefined;
      const found = unsupportedBySchemaGrammar(parseObject(schemaText(body) ?? "{}"));
      return found && modelErrors(`output_config.format.schema: ${found}`);
    },
  },
  {
    ...common,
    refuses: "keywords in the schema of a strict tool that a grammar cannot hold",
    source: "issue",
    check: ({ model, body }) => {
      if (model.family !== "claude") return undefined;
      for (const [index, schema] of strictToolSchemas(body)) {
        const found = unsupportedBySchemaGrammar(schema);
        if (found !== undefined) return modelErrors(`tools.${index}.custom: ${found}`);
      }
      return undefined;
    },
  },
  {
    ...common,
    id: "V6",
    refuses: "a response field path that is no JSON Pointer",
    source: "model",
    isApproximate: true,
    check: ({ body }) => {
      const paths = body.additionalModelResponseFieldPaths ?? [];
      const index = paths.findIndex((path) => !/^(?:\/(?:[^~/]|~[01])*)+$/u.test(path));
      return index < 0
        ? undefined
        : `The value at additionalModelResponseFieldPaths.${index} is not a valid JSON Pointer. Provide a valid JSON Pointer and try again.`;
    },
  },
  {
    ...common,
    id: "V7",
    refuses: "the tier of a reservation that the account does not have",
    source: "recorded",
    check: ({ body }) => (body.serviceTier?.type === "reserved" ? "Reservation not found." : undefined),
  },
];

function schemaText({ outputConfig }: RuleContext["body"]): string | undefined {
  return outputConfig?.textFormat?.structure?.jsonSchema?.schema;
}

function statesStrict({ toolConfig }: RuleContext["body"]): boolean {
  return (toolConfig?.tools ?? []).some(
    (tool) => "toolSpec" in tool && isObject(tool.toolSpec) && tool.toolSpec.strict !== undefined,
  );
}

function* strictToolSchemas({ toolConfig }: RuleContext["body"]): Generator<[index: number, schema: unknown]> {
  for (const [index, tool] of (toolConfig?.tools ?? []).entries()) {
    if (!("toolSpec" in tool) || !isObject(tool.toolSpec) || tool.toolSpec.strict !== true) continue;
    const { inputSchema } = tool.toolSpec;
    if (isObject(inputSchema)) yield [index, inputSchema.json];
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
