import type { SagemakerSettings } from "./resolve-options.ts";

/** The options of this package a serialised model may show. No secret, client or handler object is among them. */
export const serializableKeys: readonly string[] = [
  "endpointName",
  "inferenceComponentName",
  "contentHandler",
  "modelKwargs",
  "endpointKwargs",
  "streaming",
  "requestTimeoutMs",
  "streamIdleTimeoutMs",
  "maxLineBytes",
  "maxConcurrency",
  "tags",
  "metadata",
  "verbose",
];

/** What tells one model from another. */
export function identifyingParams(settings: SagemakerSettings): Record<string, unknown> {
  const { endpointName, inferenceComponentName, modelKwargs, endpointKwargs } = settings;
  return {
    endpointName,
    ...(inferenceComponentName !== undefined && { inferenceComponentName }),
    modelKwargs,
    // One of many models of an endpoint, a variant, a session: an answer of one is none of another's.
    ...(Object.keys(endpointKwargs).length > 0 && { endpointKwargs }),
  };
}
