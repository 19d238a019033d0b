import { isObject } from "../chat/rules/json-schema.ts";
import { readApiSchema } from "./read-api-schema.ts";

const MEMBERS = [
  "id",
  "name",
  "model",
  "instruction",
  "aliases",
  "actionGroups",
  "knowledgeBases",
  "guardrail",
] as const;

/**
 * Checks one agent of the options.
 *
 * @param where how the agent is called in the message: `createLocalAws: agents[0]`
 * @throws Error naming the member
 */
export function checkAgent(value: unknown, where: string): void {
  if (!isObject(value)) throw new Error(`${where} must be an object.`);
  const unknown = Object.keys(value).find((name) => !MEMBERS.some((member) => member === name));
  if (unknown !== undefined)
    throw new Error(`${where} has the unknown member \`${unknown}\`. Known: ${MEMBERS.join(", ")}.`);
  const { id, model, instruction, aliases = [], actionGroups = [], knowledgeBases = [], guardrail } = value;
  if (typeof id !== "string" || !/^[0-9a-zA-Z]{1,10}$/.test(id)) {
    throw new Error(`${where}.id must be up to ten letters and digits.`);
  }
  for (const [name, text] of Object.entries({ model, instruction })) {
    if (typeof text !== "string" || text === "") throw new Error(`${where}.${name} must be a text that is not empty.`);
  }
  if (!isTexts(aliases)) throw new Error(`${where}.aliases must be a list of texts.`);
  if (!isTexts(knowledgeBases)) throw new Error(`${where}.knowledgeBases must be a list of ids.`);
  if (guardrail !== undefined && !(isObject(guardrail) && isTexts([guardrail.id, guardrail.version]))) {
    throw new Error(`${where}.guardrail must be { id, version }.`);
  }
  if (!Array.isArray(actionGroups)) throw new Error(`${where}.actionGroups must be a list.`);
  for (const [index, group] of actionGroups.entries()) checkGroup(group, `${where}.actionGroups[${index}]`);
}

function checkGroup(group: unknown, where: string): void {
  if (!isObject(group) || typeof group.name !== "string" || group.name === "") {
    throw new Error(`${where} must be an object with a \`name\`.`);
  }
  if (group.execute !== undefined && typeof group.execute !== "function") {
    throw new Error(`${where}.execute must be a function.`);
  }
  if (group.apiSchema !== undefined) checkApiSchema(group.apiSchema, `${where}.apiSchema`);
  const functions: unknown = group.functions ?? [];
  const areFunctions = Array.isArray(functions) && functions.every((each) => isObject(each) && isTexts([each.name]));
  if (!areFunctions) throw new Error(`${where}.functions must be a list of objects with a \`name\`.`);
}

function checkApiSchema(schema: unknown, where: string): void {
  try {
    readApiSchema(schema);
  } catch (error) {
    throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
  }
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "string" && each !== "");
}
