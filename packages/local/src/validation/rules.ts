import type { Rule } from "./rule.ts";
import { cachingRules } from "./rules/caching.ts";
import { capabilityRules } from "./rules/capabilities.ts";
import { conversationRules } from "./rules/conversation.ts";
import { documentRules } from "./rules/documents.ts";
import { imageRules } from "./rules/images.ts";
import { lateSystemRules } from "./rules/late-system.ts";
import { limitRules } from "./rules/limits.ts";
import { modelAccessRules } from "./rules/model-access.ts";
import { outputConfigRules } from "./rules/output-config.ts";
import { reasoningReplayRules } from "./rules/reasoning-replay.ts";
import { samplingRules } from "./rules/sampling.ts";
import { thinkingRules } from "./rules/thinking.ts";
import { toolTurnRules } from "./rules/tool-turns.ts";

/**
 * The rules of a conversation in the order in which they are asked; the first that refuses decides.
 *
 * The constraints of single members (V1–V7) stand with their shapes, in `shapes.ts`. They are checked before these.
 */
export const rules: readonly Rule[] = [
  ...modelAccessRules,
  ...capabilityRules,
  ...lateSystemRules,
  ...conversationRules,
  ...toolTurnRules,
  ...documentRules,
  ...cachingRules,
  ...limitRules,
  ...imageRules,
  ...outputConfigRules,
  ...samplingRules,
  ...thinkingRules,
  ...reasoningReplayRules,
];
