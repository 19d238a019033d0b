import type { LocalDocument } from "../documents/local-document.ts";
import type { FileDocument } from "../documents/to-document.ts";

/** A value of a document attribute: text, whole number, date or list of texts. */
export type KendraAttribute = string | number | Date | readonly string[];

/** A document of an index: a text, a question with its answer, or a table. */
export interface KendraDocument extends LocalDocument {
  /** The document attributes, which filters look at. */
  metadata?: Readonly<Record<string, KendraAttribute>>;
  /** A frequent question; it has `answer` in place of `text`. */
  question?: string;
  answer?: string;
  /** Rows of cells in place of `text`; the first row is the header. */
  table?: readonly (readonly string[])[];
}

/** An index of the account. */
export interface KendraIndexOptions {
  /** 36 letters, digits and hyphens: a UUID. */
  id: string;
  /** @defaultValue the id */
  name?: string;
  description?: string;
  /** @defaultValue `DEVELOPER_EDITION` */
  edition?: "DEVELOPER_EDITION" | "ENTERPRISE_EDITION" | "GEN_AI_ENTERPRISE_EDITION";
  /** Documents that are there from the start, and again after `reset`. They are read at the first request. */
  documents?: readonly KendraDocument[];
}

/** The documents of an index, from the side of a test or a program. */
export interface KendraHandle {
  readonly id: string;
  /** Documents, questions and tables that can be found. */
  readonly size: number;
  /**
   * Adds documents; one whose id is there already takes its place.
   *
   * @returns how many documents were added
   * @throws Error naming the document and its member that is wrong, such as a boolean that came from a file; nothing was
   * added then
   */
  add(documents: readonly (KendraDocument | FileDocument)[]): Promise<number>;
  /** Forgets all documents, those of the options included. */
  clear(): void;
}
