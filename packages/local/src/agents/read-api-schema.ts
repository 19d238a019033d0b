import { isObject, listOf } from "../chat/rules/json-schema.ts";
import type { AgentAction, AgentParameter, AgentParameterType } from "./agent-options.ts";

type Json = Record<string, unknown>;

const METHODS = ["get", "post", "put", "patch", "delete"];
const TYPES: readonly AgentParameterType[] = ["string", "number", "integer", "boolean", "array"];

/**
 * The actions of an OpenAPI schema, one for each operation: its parameters, and the members of its JSON body.
 *
 * Source: "Define OpenAPI schemas for your agent's action groups", Amazon Bedrock User Guide.
 *
 * @throws Error saying what is missing
 */
export function readApiSchema(schema: unknown): AgentAction[] {
  const paths = isObject(schema) ? schema.paths : undefined;
  if (!isObject(paths)) throw new Error("an OpenAPI schema has an object of `paths`");
  return Object.entries(paths).flatMap(([apiPath, item]) =>
    METHODS.flatMap((method) => {
      const operation = isObject(item) ? item[method] : undefined;
      return isObject(operation) ? [readOperation(apiPath, method, operation)] : [];
    }),
  );
}

function readOperation(apiPath: string, method: string, operation: Json): AgentAction {
  const { operationId, description, summary } = operation;
  const told = [description, summary].find((text) => typeof text === "string");
  return {
    name: typeof operationId === "string" ? operationId : `${method}${apiPath.replaceAll(/[^A-Za-z0-9]+/g, "_")}`,
    ...(typeof told === "string" && { description: told }),
    parameters: { ...readParameters(operation.parameters), ...readBody(operation.requestBody) },
    api: { apiPath, httpMethod: method.toUpperCase(), bodyMembers: Object.keys(readBody(operation.requestBody)) },
  };
}

function readParameters(parameters: unknown): Record<string, AgentParameter> {
  return Object.fromEntries(
    listOf(parameters).flatMap((parameter) => {
      if (!isObject(parameter) || typeof parameter.name !== "string") return [];
      return [[parameter.name, toParameter(parameter.schema, parameter.description, parameter.required === true)]];
    }),
  );
}

function readBody(requestBody: unknown): Record<string, AgentParameter> {
  const content = isObject(requestBody) ? requestBody.content : undefined;
  const json = isObject(content) ? content["application/json"] : undefined;
  const schema = isObject(json) && isObject(json.schema) ? json.schema : {};
  const { properties, required } = schema;
  if (!isObject(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [
      name,
      toParameter(property, isObject(property) ? property.description : undefined, listOf(required).includes(name)),
    ]),
  );
}

function toParameter(schema: unknown, description: unknown, required: boolean): AgentParameter {
  const named = isObject(schema) ? schema.type : undefined;
  return {
    type: TYPES.find((type) => type === named) ?? "string",
    required,
    ...(typeof description === "string" && { description }),
  };
}
