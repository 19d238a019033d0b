/** A check of one member: `undefined` when the value is right, else what it must be. */
export type MemberCheck = (value: unknown) => string | undefined;

/** What the members of a document may be, by name. */
export type DocumentMembers = Readonly<Record<string, MemberCheck>>;

/**
 * Refuses a document that the types would not have let pass: callers may come from JSON or JavaScript.
 *
 * @param where names the document in the message: `documents[3]`
 * @throws Error naming the member that is unknown or wrong; its value is not in the message
 */
export function checkDocument(
  document: unknown,
  members: DocumentMembers,
  where: string,
): asserts document is Record<string, unknown> {
  if (!isRecord(document)) throw new Error(`${where} must be an object.`);
  for (const [name, value] of Object.entries(document)) {
    const check = Object.hasOwn(members, name) ? members[name] : undefined;
    if (check === undefined) {
      throw new Error(`${where} has the unknown member \`${name}\`. Known: ${Object.keys(members).join(", ")}.`);
    }
    const expected = value === undefined ? undefined : check(value);
    if (expected !== undefined) throw new Error(`${where}.${name} must be ${expected}.`);
  }
}

/** A text that is not empty. */
export function isText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? undefined : "a text that is not empty";
}

/** Any text. */
export function isString(value: unknown): string | undefined {
  return typeof value === "string" ? undefined : "a text";
}

/** An object. */
export function isObject(value: unknown): string | undefined {
  return isRecord(value) ? undefined : "an object";
}

/** An object whose values all pass a test. */
export function isRecordOf(isValue: (value: unknown) => boolean, expected: string): MemberCheck {
  return (value) => (isRecord(value) && Object.values(value).every(isValue) ? undefined : `an object of ${expected}`);
}

/** Whether a value is a list of texts. */
export function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
