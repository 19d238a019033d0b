/** What is known of a document besides its text; filters look at it. */
export type DocumentMetadata = Readonly<Record<string, DocumentMetadataValue>>;

/** A value that a knowledge base or a Kendra index can filter by. Kendra knows no booleans, knowledge bases no dates. */
export type DocumentMetadataValue = string | number | boolean | Date | readonly string[];

/** A document to be found: knowledge bases and Kendra indexes take the same form. */
export interface LocalDocument {
  /** @defaultValue a knowledge base needs none; a Kendra index takes `uri`, or makes one up */
  id?: string;
  title?: string;
  /** Cut into passages when it is loaded. */
  text?: string;
  /** Where it came from: `s3://bucket/key`, `https://…`, or an id of any form. */
  uri?: string;
  /** Metadata attributes of a knowledge base, document attributes of Kendra. */
  metadata?: DocumentMetadata;
}
