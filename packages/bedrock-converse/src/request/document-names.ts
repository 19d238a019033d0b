import { firstText, isRecord, type PlainRecord } from "@langchain-aws/core";

/** Gives the documents of one request their names; see {@link createDocumentNames}. */
export interface DocumentNames {
  /** A legal name, unique in the request, made from what the block calls itself. */
  next(wanted: string | undefined): string;
}

/**
 * Names for the documents of one request. The service takes 1 to 200 letters, digits, single spaces, hyphens, round and
 * square brackets, and refuses two documents of one name. The same documents get the same names in every call:
 * invented names would change the prompt and so defeat prompt caching.
 */
export function createDocumentNames(): DocumentNames {
  const taken = new Set<string>();
  let count = 0;
  return {
    next(wanted) {
      count += 1;
      const name = legalName(wanted) ?? `document-${count}`;
      let unique = name;
      for (let copy = 2; taken.has(unique); copy += 1) unique = `${name.slice(0, 190)} (${copy})`;
      taken.add(unique);
      return unique;
    },
  };
}

/** What a block calls its document: `name`, `filename`, `title`, also inside `metadata` and `extras`. */
export function documentNameOf(block: PlainRecord): string | undefined {
  const metadata = isRecord(block["metadata"]) ? block["metadata"] : {};
  const extras = isRecord(block["extras"]) ? block["extras"] : {};
  return firstText(
    block["name"],
    block["filename"],
    block["title"],
    metadata["name"],
    metadata["filename"],
    metadata["title"],
    extras["name"],
    extras["filename"],
  );
}

function legalName(wanted: string | undefined): string | undefined {
  if (wanted === undefined) return undefined;
  const name = wanted
    .trim()
    .replace(/\.[A-Za-z][A-Za-z0-9]{0,4}$/, "")
    .replaceAll(/[^A-Za-z0-9 ()[\]_-]/g, "-")
    .replaceAll(/ {2,}/g, " ")
    .trim()
    .slice(0, 200)
    .trim();
  return /[A-Za-z0-9]/.test(name) ? name : undefined;
}
