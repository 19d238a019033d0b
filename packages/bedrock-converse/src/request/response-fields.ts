import type { InferenceConfiguration as WireInferenceConfiguration } from "@aws-sdk/client-bedrock-runtime";
import type { ResolvedOptions } from "../resolve-options.ts";

/** Where Claude says which stop sequence it met: in a reply at once, and in the last delta of a stream. */
const stopSequencePaths = ["/stop_sequence", "/delta/stop_sequence"] as const;

/**
 * The fields of the model's own reply to ask for: the caller's, exactly; else, for Claude with stop sequences, the one it
 * stopped at. A field that a reply does not have is ignored by the service.
 *
 * Source: "Converse", `additionalModelResponseFieldPaths`, Amazon Bedrock API Reference.
 */
export function responseFieldPaths(
  { additionalModelResponseFieldPaths: given, resolved }: ResolvedOptions,
  inferenceConfig: WireInferenceConfiguration | undefined,
): string[] | undefined {
  if (given !== undefined) return [...given];
  const mayStop = resolved.provider === "anthropic" && (inferenceConfig?.stopSequences?.length ?? 0) > 0;
  return mayStop ? [...stopSequencePaths] : undefined;
}
