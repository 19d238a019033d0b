import type { Model } from "../../catalogue/model-profile.ts";
import type { ContentBlock } from "../../chat/content-blocks.ts";
import { wholeBlocks } from "../../chat/joined-blocks.ts";
import type { ReplyBlock } from "../../chat/reply.ts";
import { toWire } from "../../chat/to-wire.ts";
import type { LocalState, Operation, WireAnswer } from "../../operation.ts";
import { beginExchange, type ConverseExchange, echoedSettings, exchangeUsage } from "./converse-exchange.ts";
import { streamEvents } from "./converse-stream.ts";
import { withResponseFields } from "./response-fields.ts";

/** Converse: the whole answer at once. Source: "Converse", Amazon Bedrock API Reference. */
export const converse: Operation = {
  name: "Converse",
  service: "bedrock-runtime",
  method: "POST",
  path: "/model/{modelId}/converse",
  action: "bedrock:InvokeModel",
  async handle(request, state) {
    const exchange = await beginExchange(request, state);
    return wholeAnswer(exchange, await wholeBlocks(exchange.answer.blocks()), state);
  },
};

/** ConverseStream: the answer as events. Source: "ConverseStream", Amazon Bedrock API Reference. */
export const converseStream: Operation = {
  name: "ConverseStream",
  service: "bedrock-runtime",
  method: "POST",
  path: "/model/{modelId}/converse-stream",
  action: "bedrock:InvokeModelWithResponseStream",
  async handle(request, state) {
    const exchange = await beginExchange(request, state);
    return { kind: "events", events: streamEvents(exchange, state) };
  },
};

function wholeAnswer(exchange: ConverseExchange, blocks: readonly ReplyBlock[], state: LocalState): WireAnswer {
  const { answer, body, model, startedAt } = exchange;
  const { stopReason, usage, stopSequence } = answer.end();
  return {
    kind: "json",
    usage,
    body: {
      output: {
        message: { role: "assistant", content: blocks.map(({ block }) => toWire(withCallType(block, model))) },
      },
      stopReason,
      usage: exchangeUsage(exchange, usage, false),
      metrics: { latencyMs: answer.reply.latencyMs ?? Math.max(1, Math.round(state.clock() - startedAt)) },
      ...withResponseFields(answer.reply, body, stopSequence),
      ...echoedSettings(exchange),
    },
  };
}

/** Some models' answers say of each call whose tool it is for; a call of the service's own always says so. */
function withCallType(block: ContentBlock, { statesCallType }: Model): unknown {
  if (statesCallType !== true || !("toolUse" in block)) return block;
  return { toolUse: { type: "tool_use", ...block.toolUse } };
}
