// The AWS SDK's rules of retries: a module of its own, which is loaded when something has failed, with no more than is used.
export {
  isClockSkewError,
  isServerError,
  isThrottlingError,
  isTransientError,
  StandardRetryStrategy,
} from "@smithy/core/retry";
