import { checkDocument, type DocumentMembers, isTextList } from "../documents/check-document.ts";
import { containerNames } from "./containers/index.ts";
import type { EndpointOptions } from "./endpoint-options.ts";

/** Source: "EndpointName" of "InvokeEndpoint", Amazon SageMaker API Reference. */
export const endpointNamePattern: RegExp = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/;

/** The longest name of an endpoint. */
export const maxEndpointName = 63;

const optionMembers: DocumentMembers = {
  name: (value) => (isEndpointName(value) ? undefined : `up to ${maxEndpointName} letters, digits and hyphens`),
  container: (value) =>
    typeof value === "function" || containerNames.some((name) => name === value)
      ? undefined
      : `a function, or one of ${containerNames.join(", ")}`,
  parts: (value) =>
    value === "random" || isSize(value) || (Array.isArray(value) && value.length > 0 && value.every(isSize))
      ? undefined
      : 'a number of bytes, a list of them, or "random"',
  variants: (value) => (isTextList(value) && !isEmpty(value) ? undefined : "a list of names, one at least"),
  inferenceComponents: (value) => (isTextList(value) ? undefined : "a list of names"),
  targetModels: (value) => (isTextList(value) ? undefined : "a list of names"),
  sessions: (value) => (typeof value === "boolean" ? undefined : "true or false"),
  dimensions: (value) => (isSize(value) && value <= 65_536 ? undefined : "a whole number from 1 to 65536"),
};

/** @throws Error naming the member, and where it stands, when an endpoint of the options cannot work */
export function checkEndpoint(options: unknown, where: string): asserts options is EndpointOptions {
  checkDocument(options, optionMembers, where);
  for (const name of ["name", "container"] as const) {
    if (options[name] === undefined) throw new Error(`${where}.${name} must be ${optionMembers[name]?.(undefined)}.`);
  }
}

/** Whether a text can be the name of an endpoint. */
export function isEndpointName(value: unknown): value is string {
  return typeof value === "string" && value.length <= maxEndpointName && endpointNamePattern.test(value);
}

function isSize(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value > 0;
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
