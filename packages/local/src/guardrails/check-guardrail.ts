import type { GuardrailOptions } from "./guardrail-options.ts";
import { piiPatterns } from "./pii-patterns.ts";

type Kind = "text" | "texts" | "flag" | "list" | "action" | "piiType" | "pattern" | "id" | "versions" | "words";

interface Member {
  kind: Kind;
  isRequired?: boolean;
}

const text: Member = { kind: "text" };
const needed = (kind: Kind): Member => ({ kind, isRequired: true });
const directions = { inputEnabled: { kind: "flag" }, outputEnabled: { kind: "flag" } } as const;

const guardrailMembers: Readonly<Record<keyof GuardrailOptions, Member>> = {
  id: needed("id"),
  name: text,
  description: text,
  versions: { kind: "versions" },
  words: { kind: "words" },
  topics: { kind: "list" },
  regexes: { kind: "list" },
  piiEntities: { kind: "list" },
  blockedInputMessaging: text,
  blockedOutputsMessaging: text,
};

const itemMembers: Readonly<Record<string, Readonly<Record<string, Member>>>> = {
  words: { text: needed("text"), ...directions },
  topics: { name: needed("text"), definition: text, phrases: needed("texts"), ...directions },
  regexes: {
    name: needed("text"),
    description: text,
    pattern: needed("pattern"),
    action: needed("action"),
    ...directions,
  },
  piiEntities: { type: needed("piiType"), action: needed("action"), ...directions },
};

/** @throws Error naming the member, and where it stands, when a guardrail of the options cannot work */
export function checkGuardrail(guardrail: unknown, where: string): asserts guardrail is GuardrailOptions {
  const record = checkMembers(guardrail, guardrailMembers, where);
  for (const [name, members] of Object.entries(itemMembers)) {
    const { [name]: list } = record;
    if (!Array.isArray(list)) continue;
    for (const [index, item] of list.entries()) {
      if (typeof item !== "string") checkMembers(item, members, `${where}.${name}[${index}]`);
    }
  }
}

function checkMembers(
  value: unknown,
  members: Readonly<Record<string, Member>>,
  where: string,
): Record<string, unknown> {
  if (!isRecord(value)) throw fault(where, "an object");
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(members, name)) {
      throw new Error(
        `createLocalAws: unknown member \`${where}.${name}\`. Known: ${Object.keys(members).join(", ")}.`,
      );
    }
  }
  for (const [name, { kind, isRequired }] of Object.entries(members)) {
    const { [name]: member } = value;
    if (member === undefined && isRequired !== true) continue;
    const { isMet, expected } = kinds[kind];
    if (!isMet(member)) throw fault(`${where}.${name}`, expected);
  }
  return value;
}

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const isListOf = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isItem);

const kinds: Readonly<Record<Kind, { isMet: (value: unknown) => boolean; expected: string }>> = {
  text: { isMet: isText, expected: "a text that is not empty" },
  texts: {
    isMet: (value) => isListOf(value, isText) && Array.isArray(value) && value.length > 0,
    expected: "a list of texts, at least one",
  },
  flag: { isMet: (value) => typeof value === "boolean", expected: "true or false" },
  list: { isMet: (value) => isListOf(value, isRecord), expected: "a list of objects" },
  words: {
    isMet: (value) => isListOf(value, (item) => isText(item) || isRecord(item)),
    expected: "a list of texts or objects",
  },
  action: {
    isMet: (value) => ["BLOCK", "ANONYMIZE", "NONE"].some((action) => action === value),
    expected: '"BLOCK", "ANONYMIZE" or "NONE"',
  },
  piiType: {
    isMet: (value) => typeof value === "string" && Object.hasOwn(piiPatterns, value),
    expected: `a kind that can be told by its form: ${Object.keys(piiPatterns).join(", ")}`,
  },
  pattern: { isMet: isPattern, expected: "a regular expression" },
  id: {
    isMet: (value) => typeof value === "string" && /^[a-z0-9]+$/.test(value),
    expected: "small letters and digits",
  },
  versions: {
    isMet: (value) => isListOf(value, (item) => typeof item === "string" && /^[1-9]\d{0,7}$/.test(item)),
    expected: 'a list of numbers as texts, such as "1"; DRAFT is always there',
  },
};

function isPattern(value: unknown): boolean {
  if (typeof value !== "string" || value === "") return false;
  try {
    return new RegExp(value, "gu").global;
  } catch {
    return false;
  }
}

function fault(where: string, expected: string): Error {
  return new Error(`createLocalAws: \`${where}\` must be ${expected}.`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
