export { createLocalAws } from "./local-aws.ts";
export type { LocalAws, LocalClientConfig, LocalCredentials } from "./local-aws.ts";
export type { AuthOptions, LocalAwsOptions, LocalKey, ModelOptions } from "./options.ts";
export type { AppliedFault, Fault, FaultAction, FaultError, FaultMatch, FaultTiming } from "./fault.ts";
export type { FaultRules } from "./fault-rules.ts";
export type { PartialEntry, RequestEntry, RequestQuery } from "./request-log.ts";
export type { BytesSummary } from "./logged-body.ts";
export type { RequestAuth, ServiceName, Usage } from "./operation.ts";
