// The one place that loads the AWS SDK, itself loaded by `import()` at the first request: constructing a model stays
// light, and a bundler sees exactly which parts of the SDK are used.
export {
  InvokeEndpointCommand,
  InvokeEndpointWithResponseStreamCommand,
  SageMakerRuntimeClient,
} from "@aws-sdk/client-sagemaker-runtime";
