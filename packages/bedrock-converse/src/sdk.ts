// The one place that loads the AWS SDK, itself loaded by `import()` at the first request: constructing a model stays
// light, and a bundler sees exactly which parts of the SDK are used.
import {
  InternalServerException,
  ModelStreamErrorException,
  ServiceUnavailableException,
  ThrottlingException,
  ValidationException,
} from "@aws-sdk/client-bedrock-runtime";
import type { ExceptionName } from "./response/wire-events.ts";

export { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";

/** A class of the AWS SDK for an exception. */
export type ExceptionClass = new (fields: { message: string; $metadata: object }) => Error;

/** The classes of the exceptions of ConverseStream, by their names on the wire. */
export const streamExceptions: Readonly<Record<ExceptionName, ExceptionClass>> = {
  internalServerException: InternalServerException,
  modelStreamErrorException: ModelStreamErrorException,
  serviceUnavailableException: ServiceUnavailableException,
  throttlingException: ThrottlingException,
  validationException: ValidationException,
};
