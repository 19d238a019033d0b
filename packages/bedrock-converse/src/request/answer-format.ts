import type { SystemContentBlock as WireSystemContentBlock } from "@aws-sdk/client-bedrock-runtime";
import { AwsConfigurationError } from "@langchain-aws/core";
import type { ResolvedOptions } from "../resolve-options.ts";
import type { ConverseInput } from "./build-request.ts";
import { isThinking } from "./thinking.ts";

/** How a model is asked, in words, for an answer that a program can read. */
export interface AnswerFormat {
  /** Joined to the system text. */
  readonly instructions: string;
  /** The beginning of the answer, put into the model's mouth. */
  readonly prefill?: string;
  /** Where the answer ends; joined to the other stop sequences. */
  readonly stop?: string;
}

/**
 * A request that asks for an answer of a form. The request that is passed in stays as it is.
 *
 * The instructions go into the last text of the system content, so that the cache points behind it cover them too.
 *
 * @throws AwsConfigurationError when the answer's beginning is given and the model refuses that
 */
export function askForFormat(request: ConverseInput, options: ResolvedOptions): ConverseInput {
  const { answerFormat } = options;
  if (answerFormat === undefined) return request;
  const { instructions, prefill, stop } = answerFormat;
  const asked: ConverseInput = { ...request, system: withInstructions(request.system ?? [], instructions) };
  if (prefill !== undefined) {
    checkPrefill(options);
    asked.messages = [...(request.messages ?? []), { role: "assistant", content: [{ text: prefill }] }];
  }
  if (stop !== undefined) {
    const stopSequences = [...new Set([...(request.inferenceConfig?.stopSequences ?? []), stop])];
    asked.inferenceConfig = { ...request.inferenceConfig, stopSequences };
  }
  return asked;
}

/**
 * Whether a model goes on with an answer that somebody else has begun.
 *
 * @throws AwsConfigurationError when it does not
 */
export function checkPrefill(options: ResolvedOptions): void {
  const { family, provider } = options.resolved;
  const isBusyThinking = provider === "anthropic" && isThinking(options);
  if (family.prefill && !isBusyThinking) return;
  const reason = isBusyThinking
    ? "does not go on with a begun answer while it thinks"
    : "does not go on with a begun answer";
  throw new AwsConfigurationError(
    `The method "promptPrefill" cannot be used: the model ${options.modelName} ${reason}. Use "jsonMode" or "jsonSchema".`,
    { code: "CONFIG_UNSUPPORTED_METHOD" },
  );
}

function withInstructions(system: readonly WireSystemContentBlock[], instructions: string): WireSystemContentBlock[] {
  const at = system.findLastIndex((block) => block.text !== undefined);
  const text = system[at]?.text;
  if (text !== undefined) return system.with(at, { text: `${text}\n\n${instructions}` });
  const end = system.findLastIndex((block) => block.cachePoint === undefined) + 1;
  return [...system.slice(0, end), { text: instructions }, ...system.slice(end)];
}
