// The one place that loads the AWS SDK, itself loaded by `import()` at the first request: constructing a model stays
// light, and a bundler sees exactly which parts of the SDK are used.
import {
  InternalServerException,
  ModelStreamErrorException,
  ServiceUnavailableException,
  ThrottlingException,
  ValidationException,
} from "@aws-sdk/client-bedrock-runtime";
import type { ExceptionClass } from "@langchain-aws/core/event-stream";
import type { ExceptionName } from "./response/wire-events.ts";

export {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
} from "@aws-sdk/client-bedrock-runtime";

/** The classes of the exceptions of ConverseStream, by their names on the wire. */
export const streamExceptions: Readonly<Record<ExceptionName, ExceptionClass>> = {
  internalServerException: InternalServerException,
  modelStreamErrorException: ModelStreamErrorException,
  serviceUnavailableException: ServiceUnavailableException,
  throttlingException: ThrottlingException,
  validationException: ValidationException,
};
