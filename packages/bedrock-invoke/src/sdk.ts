// The one place that loads the AWS SDK, itself loaded by `import()` at the first request: constructing a model stays
// light, and a bundler sees exactly which parts of the SDK are used.
import {
  InternalServerException,
  ModelStreamErrorException,
  ModelTimeoutException,
  ServiceUnavailableException,
  ThrottlingException,
  ValidationException,
} from "@aws-sdk/client-bedrock-runtime";

export {
  BedrockRuntimeClient,
  CountTokensCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";
import type { ExceptionClass } from "@langchain-aws/core/event-stream";

/** The classes of the exceptions of InvokeModelWithResponseStream, by their names on the wire. */
export const streamExceptions: ReadonlyMap<string, ExceptionClass> = /* @__PURE__ */ new Map<string, ExceptionClass>([
  ["internalServerException", InternalServerException],
  ["modelStreamErrorException", ModelStreamErrorException],
  ["modelTimeoutException", ModelTimeoutException],
  ["serviceUnavailableException", ServiceUnavailableException],
  ["throttlingException", ThrottlingException],
  ["validationException", ValidationException],
]);
