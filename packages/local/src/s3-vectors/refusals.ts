import { ServiceError } from "../operation.ts";

/** One member of a request that is wrong. */
export interface InvalidField {
  path: string;
  message: string;
}

/** A request that the service cannot carry out as it is. */
export function invalid(message: string, fieldList?: readonly InvalidField[]): ServiceError {
  return new ServiceError("ValidationException", 400, message, fieldList === undefined ? {} : { fieldList });
}

/** A vector of a PutVectors request that cannot be stored, as recorded answers of the service say it. */
export function invalidRecord(index: number, key: string, problem: string): ServiceError {
  return invalid(`Invalid record for key '${key}': ${problem}`, [{ path: `vectors[${index}]`, message: problem }]);
}

/** A query vector that does not fit, as recorded answers of the service say it. */
export function invalidQueryVector(problem: string): ServiceError {
  return invalid("Query vector contains invalid values or is invalid for this index", [
    { path: "vector", message: `Invalid input: ${problem}` },
  ]);
}

/** The vector bucket, the index or the policy is not there. */
export function notFound(what: "vector bucket" | "index" | "vector bucket policy" | "resource"): ServiceError {
  return new ServiceError("NotFoundException", 404, `The specified ${what} could not be found`);
}

/** Something of that name is there already, or in the way. */
export function conflict(message: string): ServiceError {
  return new ServiceError("ConflictException", 409, message);
}
