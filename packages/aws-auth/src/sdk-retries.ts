// The AWS SDK's retries, loaded by `import()` when something has failed, or when a call has retries of its own. A bundler
// that makes one file keeps every export of a module that is imported so: here it is what is used, not all of them.
export {
  AdaptiveRetryStrategy,
  getRetryPlugin,
  isClockSkewError,
  isServerError,
  isThrottlingError,
  isTransientError,
  StandardRetryStrategy,
} from "@smithy/core/retry";
