import { readEnvironment, type Environment } from "./environment.ts";
import { redact } from "./redact.ts";

/**
 * Prints a line for whoever looks into what the packages do: on when `LANGCHAIN_AWS_DEBUG` is set to anything but `0`
 * or `false`. Secrets of the usual shapes are masked; request options and bodies do not belong here at all.
 *
 * @param scope who speaks, such as `bedrock-converse`
 * @param message a function, so that nothing is put together while it is off
 */
export function debugLog(scope: string, message: () => string, env?: Environment): void {
  const setting = readEnvironment("LANGCHAIN_AWS_DEBUG", env) ?? "0";
  if (setting === "0" || setting.toLowerCase() === "false") return;
  // oxlint-disable-next-line no-console -- asked for by the environment
  console.debug(`[langchain-aws ${scope}] ${redact(message())}`);
}
