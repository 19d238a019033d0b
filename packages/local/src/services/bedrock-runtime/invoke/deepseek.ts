import type { Model } from "../../../catalogue/model-profile.ts";
import { openAiChat } from "./openai/openai-chat.ts";
import { openAiCompletions } from "./openai/openai-completions.ts";

const isR1 = ({ id }: Model): boolean => /deepseek\.r1/.test(id);

/**
 * DeepSeek-R1: a prompt that ends where the thought begins; what comes before `</think>` is the thought.
 *
 * Source: "DeepSeek models", Amazon Bedrock User Guide.
 */
export const deepseekR1 = openAiCompletions({
  serves: (model) => model.family === "deepseek" && isR1(model),
  mostStops: 10,
  speech: { thought: (pieces) => [...pieces, "</think>", "\n\n"] },
});

/** DeepSeek V3 and later: chat completions. Source: the same. */
export const deepseek = openAiChat({ serves: (model) => model.family === "deepseek" && !isR1(model) });
