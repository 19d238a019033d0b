// The one place that loads the AWS SDK, itself loaded by `import()` at the first request to Neptune Analytics: who works
// with Neptune Database need not have it.
export { ExecuteQueryCommand, GetGraphSummaryCommand, NeptuneGraphClient } from "@aws-sdk/client-neptune-graph";
