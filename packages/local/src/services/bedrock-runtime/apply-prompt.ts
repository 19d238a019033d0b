import type { ContentBlock, Message } from "../../chat/content-blocks.ts";
import { toWire } from "../../chat/to-wire.ts";
import { type LocalState, ServiceError, type WireRequest } from "../../operation.ts";
import type { PromptOptions } from "../../prompts/prompt-options.ts";
import { type ConverseBody, parseConverseBody } from "./converse-body.ts";

/** A request with its prompt filled in: which model it is for, and what that is asked. */
export interface PromptedRequest {
  modelId: string;
  body: ConverseBody;
}

const PROMPT_ARN = /^arn:aws[a-z-]*:bedrock:[a-z0-9-]+:\d{12}:prompt\/([A-Za-z0-9]+)(?::(DRAFT|\d{1,5}))?$/;
const VARIABLE = /\{\{\s*([A-Za-z0-9_-]+)\s*\}\}/gu;
/** What a prompt brings along itself. Source: "Using the Converse API", Amazon Bedrock User Guide. */
const PROMPT_OWNED = ["additionalModelRequestFields", "inferenceConfig", "system", "toolConfig"] as const;

/**
 * Fills in the prompt that a request names in place of a model; any other request stays as it is.
 *
 * The messages of the request follow those of the prompt. Variables that the prompt does not have are ignored, as all
 * of them are without a prompt.
 *
 * @throws ServiceError `ResourceNotFoundException` for an unknown prompt, `ValidationException` for members that belong
 *   to the prompt and for variables without a value
 */
export function applyPrompt(request: WireRequest, body: ConverseBody, state: LocalState): PromptedRequest {
  const modelId = request.params.modelId ?? "";
  const [, id, version = "DRAFT"] = PROMPT_ARN.exec(modelId) ?? [];
  if (id === undefined) return { modelId, body };
  const { options } = state;
  const prompt = options.prompts.find((known) => known.id === id && (known.version ?? "1") === version);
  if (prompt === undefined) {
    throw new ServiceError(
      "ResourceNotFoundException",
      404,
      `The prompt ${id} of version ${version} could not be found.`,
    );
  }
  const refused = PROMPT_OWNED.filter((name) => body[name] !== undefined);
  if (refused.length > 0) {
    throw invalid(
      `The following fields can't be included in a request that uses a prompt resource: ${refused.join(", ")}. Remove them and try again.`,
    );
  }
  const rendered = render(prompt, body.promptVariables ?? {});
  // The prompt is the user's own: it may be wrong in all the ways in which a request may.
  const own = parseConverseBody(toWire(rendered), options.validation);
  const messages = [...(own.messages ?? []), ...(body.messages ?? [])];
  return { modelId: prompt.model, body: { ...body, ...own, messages } };
}

type Values = NonNullable<ConverseBody["promptVariables"]>;

function render(prompt: PromptOptions, values: Values): Record<string, unknown> {
  const { text, messages = [], system, inferenceConfig, toolConfig, additionalModelRequestFields } = prompt;
  const missing = new Set<string>();
  const fill = (template: string): string =>
    template.replaceAll(VARIABLE, (_whole, name: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined) missing.add(name);
      return value?.text ?? "";
    });
  const filled: Message[] =
    text === undefined
      ? messages.map(({ role, content }) => ({ role, content: content.map((block) => fillBlock(block, fill)) }))
      : [{ role: "user", content: [{ text: fill(text) }] }];
  const filledSystem = system === undefined ? undefined : [{ text: fill(system) }];
  if (missing.size > 0) {
    throw invalid(`The prompt variables ${[...missing].join(", ")} have no value. Provide them in promptVariables.`);
  }
  return {
    messages: filled,
    ...(filledSystem && { system: filledSystem }),
    ...(inferenceConfig && { inferenceConfig }),
    ...(toolConfig && { toolConfig }),
    ...(additionalModelRequestFields && { additionalModelRequestFields }),
  };
}

function fillBlock(block: ContentBlock, fill: (template: string) => string): ContentBlock {
  return "text" in block ? { text: fill(block.text) } : block;
}

function invalid(message: string): ServiceError {
  return new ServiceError("ValidationException", 400, message);
}
