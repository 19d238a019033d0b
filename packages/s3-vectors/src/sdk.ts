// The one place that loads the AWS SDK, itself loaded by `import()` at the first request: constructing a store stays
// light, and a bundler sees exactly which parts of the SDK are used.
export {
  CreateIndexCommand,
  DeleteIndexCommand,
  DeleteVectorsCommand,
  GetIndexCommand,
  GetVectorsCommand,
  ListVectorsCommand,
  PutVectorsCommand,
  QueryVectorsCommand,
  S3VectorsClient,
} from "@aws-sdk/client-s3vectors";
