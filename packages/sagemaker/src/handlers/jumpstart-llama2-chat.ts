import { recordOf, stringOf } from "@langchain-aws/core";
import { AIMessage, type BaseMessage } from "@langchain/core/messages";
import { toOpenAiMessages } from "../chat/messages.ts";
import { ChatModelContentHandler, type HandlerContext } from "../content-handler.ts";
import { SagemakerConfigError } from "../errors.ts";
import { answerOf, jsonBody, parseBody } from "./json-body.ts";

/** Llama 2 chat models of SageMaker JumpStart: `{inputs: [[{role, content}]], parameters}`. They cannot stream. */
export class JumpStartLlama2ChatHandler extends ChatModelContentHandler {
  override transformInput(
    messages: BaseMessage[],
    modelKwargs: Record<string, unknown>,
    context: HandlerContext,
  ): Uint8Array {
    if (context.streaming) {
      throw new SagemakerConfigError(
        'The handler "jumpstart-llama2-chat" cannot stream. Use invoke without `streaming`, or a container with the Messages API and the handler "openai-chat".',
      );
    }
    if (context.tools !== undefined && context.tools.length > 0) {
      throw new SagemakerConfigError('The handler "jumpstart-llama2-chat" takes no tools. Use "openai-chat".');
    }
    return jsonBody({ inputs: [toOpenAiMessages(messages)], parameters: modelKwargs });
  }

  override transformOutput(output: Uint8Array): AIMessage {
    const { generation } = answerOf(parseBody(output));
    const content = stringOf(recordOf(generation)["content"]) ?? stringOf(generation);
    if (content === undefined) throw new Error("The answer has no generation with a content.");
    return new AIMessage(content);
  }
}
