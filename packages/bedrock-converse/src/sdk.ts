// The one place that loads the AWS SDK, itself loaded by `import()` at the first request: constructing a model stays
// light, and a bundler sees exactly which parts of the SDK are used.
export { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
