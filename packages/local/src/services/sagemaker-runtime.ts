import type { Service } from "../operation.ts";
import { invokeEndpoint, invokeEndpointWithResponseStream } from "./sagemaker-runtime/invoke-endpoint.ts";

/** SageMaker's runtime: endpoints whose containers are yours. It signs as `sagemaker`, and writes errors with `Message`. */
export const sagemakerRuntime: Service = {
  name: "sagemaker-runtime",
  signingName: "sagemaker",
  operations: [invokeEndpoint, invokeEndpointWithResponseStream],
  errorBody: ({ type, message, extra }) => ({
    body: { Message: message, ...extra },
    headers: { "x-amzn-errortype": type },
  }),
};
