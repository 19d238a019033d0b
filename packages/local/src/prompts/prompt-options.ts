import type { Message } from "../chat/content-blocks.ts";

/**
 * A prompt of the account's Prompt management, called with its ARN as the model id: `arn:aws:bedrock:…:prompt/ID:1`.
 *
 * `{{name}}` in its texts stands for the variable of that name; a request gives the values in `promptVariables`.
 */
export interface PromptOptions {
  /** As in the ARN: ten letters or digits on the service, any number here. */
  id: string;
  /** `DRAFT` is called by the ARN without a version. @defaultValue `"1"` */
  version?: string;
  /** The model, or the profile, that answers. */
  model: string;
  /** The text of the one message of a text prompt; a chat prompt has `messages` in its place. */
  text?: string;
  /** The messages of a chat prompt. Those of a request follow them. */
  messages?: readonly Message[];
  /** The system text. */
  system?: string;
  inferenceConfig?: Readonly<{
    maxTokens?: number;
    temperature?: number;
    topP?: number;
    stopSequences?: readonly string[];
  }>;
  /** As in Converse. */
  toolConfig?: Readonly<Record<string, unknown>>;
  additionalModelRequestFields?: Readonly<Record<string, unknown>>;
}
