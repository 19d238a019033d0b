import type { LocalDocument } from "./local-document.ts";

/** Metadata that a file can state. */
export type FileMetadata = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** A document from a file: a knowledge base takes it, and a Kendra index too, unless its metadata has booleans. */
export interface FileDocument extends LocalDocument {
  text: string;
  title: string;
  uri: string;
  metadata: FileMetadata;
}

/** What is known of a file besides its text. */
export interface FileFacts {
  uri: string;
  /** Its name without the extension. */
  title: string;
  metadata: FileMetadata;
}

/** Where a record may have its text, its place and its name; the first that it has. */
const textNames = ["text", "content", "body", "pageContent", "page_content"];
const uriNames = ["uri", "url", "source"];

/**
 * A document from a record: an object of a JSON file, or a row of a CSV file.
 *
 * @param place - which record it is: `#3` behind the file's own URI, where the record states none
 * @throws Error naming the member that no document can have
 */
export function toDocument(record: unknown, { uri, title, metadata }: FileFacts, place: string): FileDocument {
  if (typeof record !== "object" || record === null || Array.isArray(record)) throw new Error("it must be an object");
  const members = new Map(Object.entries(record).filter(([, value]) => value !== null && value !== ""));
  const take = (names: readonly string[]): string | undefined => {
    const name = names.find((one) => typeof members.get(one) === "string" || typeof members.get(one) === "number");
    if (name === undefined) return undefined;
    const value = members.get(name);
    members.delete(name);
    return String(value);
  };
  const id = take(["id"]);
  const text = take(textNames);
  const own = { uri: take(uriNames), title: take(["title"]) };
  const { metadata: nested = {}, ...rest } = Object.fromEntries(members);
  if (typeof nested !== "object" || nested === null || Array.isArray(nested))
    throw new Error("metadata must be an object");
  const stated = toMetadata([...Object.entries(rest), ...Object.entries(nested)], (name) => name);
  return {
    ...(id !== undefined && { id }),
    title: own.title ?? title,
    text: text ?? linesOf(stated),
    uri: own.uri ?? `${uri}${place}`,
    metadata: { ...metadata, ...stated },
  };
}

/**
 * Metadata from members of any kind; those that are `null` are left out.
 *
 * @param where - names a member in the message
 * @throws Error for a member that is no text, number, boolean or list of texts
 */
export function toMetadata(
  members: readonly (readonly [name: string, value: unknown])[],
  where: (name: string) => string,
): FileMetadata {
  return Object.fromEntries(
    members.flatMap(([name, value]) => {
      if (value === null || value === undefined) return [];
      if (isMetadata(value)) return [[name, value]];
      throw new Error(`${where(name)} must be a text, a number, a boolean or a list of texts`);
    }),
  );
}

function isMetadata(value: unknown): value is FileMetadata[string] {
  if (Array.isArray(value)) return value.every((item) => typeof item === "string");
  return typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}

const linesOf = (metadata: FileMetadata): string =>
  Object.entries(metadata)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join("\n");
