// Loaded by `import()` when a call first has retries of its own. A bundler that makes one file keeps every export of a
// module that is imported so: here it is three, not all of the SDK's retries.
export { AdaptiveRetryStrategy, StandardRetryStrategy, getRetryPlugin } from "@smithy/core/retry";
