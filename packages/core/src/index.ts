export { fromBase64, parseDataUrl, sniffMimeType, toBase64, utf8Decode, utf8Encode, type DataUrl } from "./bytes.ts";
export { createCaller, runLimited } from "./caller.ts";
export { debugLog } from "./debug.ts";
export { readEnvironment, type Environment } from "./environment.ts";
export {
  AwsConfigurationError,
  AwsCredentialsError,
  AwsLangChainError,
  AwsRegionError,
  BedrockAccessDeniedError,
  BedrockModelError,
  BedrockModelNotFoundError,
  BedrockModelNotReadyError,
  BedrockModelTimeoutError,
  BedrockServiceError,
  BedrockStreamError,
  BedrockThrottlingError,
  BedrockValidationError,
  GuardrailInterventionError,
  ModelProviderError,
  maxErrorTextLength,
  type AwsErrorDefaults,
  type AwsErrorFields,
  type BedrockModelErrorFields,
  type BedrockStreamErrorFields,
} from "./errors.ts";
export type { AwsErrorKind } from "./aws-error-kinds.ts";
export { inParallel, type ParallelSettings } from "./in-parallel.ts";
export { errorBrands, getRetryable, stampRetryable } from "./langchain-errors.ts";
export { isAbortError, mapAwsError, type MapAwsErrorContext, type ValidationHint } from "./map-aws-error.ts";
export { decodeArn, parseModelId, type ModelIdKind, type ParsedModelId } from "./model-id.ts";
export { missingPeer, requireUses, type OptionalPeer } from "./optional-peer.ts";
export {
  camelCase,
  camelCaseNames,
  optionSpellings,
  readOptions,
  type OptionNames,
  type OptionSpellings,
  type ReadOptionsSettings,
} from "./option-spellings.ts";
export {
  addDefined,
  firstText,
  isPlainRecord,
  isRecord,
  numberOf,
  omitUndefined,
  recordOf,
  stringOf,
  type PlainRecord,
} from "./record.ts";
export { redact } from "./redact.ts";
export { isSameData } from "./same-data.ts";
export { requireLangchainCore, requireVersions, type FoundVersions } from "./requirements.ts";
export {
  checkIdleTimeout,
  IdleWatchdog,
  StreamIdleTimeoutError,
  withIdleTimeout,
  type IdleClock,
  type IdlePhase,
  type IdleTimeoutOptions,
} from "./stream-idle-timeout.ts";
export { TagSplitter, type TagPiece } from "./tag-splitter.ts";
export { untilAborted } from "./until-aborted.ts";
export { addUsage } from "./usage.ts";
export { visitMember, type MemberReaders } from "./visit-member.ts";
export { resetWarnings, warnOnce } from "./warn.ts";
