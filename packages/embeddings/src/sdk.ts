// The one place that loads the AWS SDK, itself loaded by `import()` at the first request: constructing an object stays
// light, and a bundler sees exactly which parts of the SDK are used.
export { BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";
