import { AwsLangChainError } from "@langchain-aws/core";
import {
  S3VectorsAccessError,
  type S3VectorsError,
  type S3VectorsErrorFields,
  S3VectorsFilterError,
  S3VectorsIndexNotFoundError,
  S3VectorsMetadataError,
} from "./errors.ts";

/** An error of the service in the class of this package that stands for it, where there is one. */
export function toOwnError<E>(error: E, place: { bucket: string; index: string }): E | S3VectorsError {
  if (!AwsLangChainError.isInstance(error)) return error;
  const { awsCode, httpStatusCode, requestId, operation, hint, message, cause } = error;
  const fields: S3VectorsErrorFields = { awsCode, httpStatusCode, requestId, operation, hint, cause, ...place };
  if (awsCode === "AccessDeniedException") return new S3VectorsAccessError(message, fields);
  if (awsCode === "NotFoundException") return new S3VectorsIndexNotFoundError(message, fields);
  if (awsCode !== "ValidationException") return error;
  const text = messageOf(cause);
  // What a search says of metadata is about its filter.
  if (operation === "QueryVectors") {
    return /filter|metadata/i.test(text) ? new S3VectorsFilterError(message, fields) : error;
  }
  return /metadata/i.test(text) ? new S3VectorsMetadataError(message, fields) : error;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : "";
}
