import type { PromptOptions } from "./prompt-options.ts";

type Check = readonly [isMet: (value: unknown) => boolean, expected: string];

const text: Check = [(value) => typeof value === "string" && value !== "", "a text that is not empty"];
const object: Check = [isRecord, "an object"];

const members: Readonly<Record<keyof PromptOptions, Check>> = {
  id: [(value) => typeof value === "string" && /^[A-Za-z0-9]+$/.test(value), "letters and digits"],
  version: [
    (value) => typeof value === "string" && /^(?:DRAFT|[1-9]\d{0,4})$/.test(value),
    '"DRAFT", or a number as a text, such as "1"',
  ],
  model: text,
  text,
  messages: [
    (value) => Array.isArray(value) && value.every((item) => isRecord(item) && Array.isArray(item.content)),
    "a list of messages, each with a role and a list of content blocks",
  ],
  system: text,
  inferenceConfig: object,
  toolConfig: object,
  additionalModelRequestFields: object,
};

/** @throws Error naming the member, and where it stands, when a prompt of the options cannot work */
export function checkPrompt(prompt: unknown, where: string): asserts prompt is PromptOptions {
  if (!isRecord(prompt)) throw fault(where, "an object");
  for (const name of Object.keys(prompt)) {
    if (!Object.hasOwn(members, name)) {
      throw new Error(
        `createLocalAws: unknown member \`${where}.${name}\`. Known: ${Object.keys(members).join(", ")}.`,
      );
    }
  }
  for (const [name, [isMet, expected]] of Object.entries(members)) {
    const isRequired = name === "id" || name === "model";
    if (!isMet(prompt[name]) && (isRequired || prompt[name] !== undefined)) throw fault(`${where}.${name}`, expected);
  }
  if ((prompt.text === undefined) === (prompt.messages === undefined)) {
    throw fault(where, "an object with either `text` or `messages`");
  }
}

function fault(where: string, expected: string): Error {
  return new Error(`createLocalAws: \`${where}\` must be ${expected}.`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
