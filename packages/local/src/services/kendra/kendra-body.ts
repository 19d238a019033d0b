import type { AttributeFilter } from "../../kendra/attribute-filter.ts";
import type { DocumentAttribute } from "../../kendra/attributes.ts";
import { checkShape, constraintError, type Violation } from "../../validation/check-shape.ts";
import type { ValidationMode } from "../../validation/rule.ts";

/** The body of Retrieve. User context and relevance overrides are checked, and change nothing here. */
export interface RetrieveBody {
  IndexId: string;
  QueryText: string;
  AttributeFilter?: AttributeFilter;
  RequestedDocumentAttributes?: readonly string[];
  PageNumber?: number;
  PageSize?: number;
}

/** One order of results. */
export interface SortingConfiguration {
  DocumentAttributeKey: string;
  SortOrder: "ASC" | "DESC";
}

/** An attribute whose values are counted. */
export interface Facet {
  DocumentAttributeKey?: string;
  MaxResults?: number;
  Facets?: readonly Facet[];
}

/** What kind of result one is. */
export type ResultType = "ANSWER" | "QUESTION_ANSWER" | "DOCUMENT";

/** The body of Query. */
export interface QueryBody extends Omit<RetrieveBody, "QueryText"> {
  QueryText?: string;
  QueryResultTypeFilter?: ResultType;
  Facets?: readonly Facet[];
  SortingConfiguration?: SortingConfiguration;
  SortingConfigurations?: readonly SortingConfiguration[];
  CollapseConfiguration?: unknown;
}

/** A document that is put into an index. */
export interface PutDocument {
  Id: string;
  Title?: string;
  /** base64 */
  Blob?: string;
  S3Path?: { Bucket: string; Key: string };
  Attributes?: readonly DocumentAttribute[];
  /** @defaultValue `PLAIN_TEXT` */
  ContentType?: string;
}

/** The bodies of the operations by the names of their shapes. */
export interface KendraBodies {
  KendraRetrieveRequest: RetrieveBody;
  KendraQueryRequest: QueryBody;
  KendraBatchPutDocumentRequest: { IndexId: string; Documents: readonly PutDocument[] };
  KendraDescribeIndexRequest: { Id: string };
}

/**
 * The body of a request (V45).
 *
 * @throws ServiceError `SerializationException` or `ValidationException`, as the service does
 */
export function parseKendraBody<Name extends keyof KendraBodies>(
  body: unknown,
  name: Name,
  mode: ValidationMode | "off",
): KendraBodies[Name] {
  const { value, violations } = checkShape(body ?? {}, name, mode);
  if (violations.length > 0) throw constraintError(violations.map(withSmallLetters));
  if (!hasPassed(value, name)) throw new TypeError(`${name} is not an object.`);
  return value;
}

/** `checkShape` throws for values of other types than the shape's, so what passed it is of the type. */
function hasPassed<Name extends keyof KendraBodies>(value: unknown, _name: Name): value is KendraBodies[Name] {
  return typeof value === "object" && value !== null;
}

/** Kendra names the members in its messages as its own code does: `indexId` for `IndexId`. */
function withSmallLetters(violation: Violation): Violation {
  const path = violation.path.replace(
    /(^|\.)([A-Z])/g,
    (_match, dot: string, letter: string) => dot + letter.toLowerCase(),
  );
  return { ...violation, path, message: violation.message.replace(`at '${violation.path}'`, () => `at '${path}'`) };
}
