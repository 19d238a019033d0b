import type { InvokeEndpointCommandInput } from "@aws-sdk/client-sagemaker-runtime";
import type { PlainRecord } from "@langchain-aws/core";

/** What a request is made from. */
export interface InputParts {
  readonly endpointName: string;
  readonly inferenceComponentName: string | undefined;
  readonly endpointKwargs: PlainRecord;
  readonly contentType: string;
  readonly accepts: string;
  readonly body: Uint8Array;
}

/** The input of the command. `endpointKwargs` win over our own members, except for the inference component. */
export function buildInput(parts: InputParts): InvokeEndpointCommandInput {
  const { endpointName, inferenceComponentName, endpointKwargs, contentType, accepts, body } = parts;
  return {
    EndpointName: endpointName,
    ContentType: contentType,
    Accept: accepts,
    ...endpointKwargs,
    ...(inferenceComponentName !== undefined && { InferenceComponentName: inferenceComponentName }),
    Body: body,
  };
}
