// The one place that loads the AWS SDK, itself loaded by `import()` at the first request: constructing a retriever stays
// light, and a bundler sees exactly which parts of the SDK are used.
export { KendraClient, QueryCommand, RetrieveCommand } from "@aws-sdk/client-kendra";
