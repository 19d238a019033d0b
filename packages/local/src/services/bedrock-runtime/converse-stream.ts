import { createFiller } from "../../chat/filler.ts";
import { isComplete } from "../../chat/joined-blocks.ts";
import type { ReplyBlock } from "../../chat/reply.ts";
import { blockEvents, type StreamSettings } from "../../chat/stream-events.ts";
import type { LocalState, StreamEvent } from "../../operation.ts";
import { type ConverseExchange, echoedSettings, exchangeUsage } from "./converse-exchange.ts";
import { toReadyIterable } from "./ready-iterable.ts";
import { withResponseFields } from "./response-fields.ts";

/**
 * The events of an answer: `messageStart`, the blocks, `messageStop`, `metadata`.
 *
 * An answer that is there in full is produced without waiting, so that the server can write as fast as the client reads.
 */
export function streamEvents(exchange: ConverseExchange, state: LocalState): AsyncIterable<StreamEvent> {
  const settings: StreamSettings = {
    fill: state.options.streamFiller ? createFiller() : (body) => body,
    statesCallType: exchange.model.statesCallType === true,
  };
  const blocks = exchange.answer.blocks();
  return Symbol.asyncIterator in blocks
    ? arrivingEvents(blocks, exchange, settings, state)
    : toReadyIterable(readyEvents(blocks, exchange, settings, state));
}

function* readyEvents(
  blocks: Iterable<ReplyBlock>,
  exchange: ConverseExchange,
  settings: StreamSettings,
  state: LocalState,
): Generator<StreamEvent> {
  yield messageStart(settings);
  let index = 0;
  for (const block of blocks) yield* blockEvents(block, index++, settings);
  yield* lastEvents(exchange, settings, state);
}

async function* arrivingEvents(
  blocks: AsyncIterable<ReplyBlock>,
  exchange: ConverseExchange,
  settings: StreamSettings,
  state: LocalState,
): AsyncGenerator<StreamEvent> {
  yield messageStart(settings);
  let index = 0;
  for await (const block of blocks) {
    yield* blockEvents(block, index, settings);
    if (isComplete(block)) index += 1;
  }
  yield* lastEvents(exchange, settings, state);
}

const messageStart = ({ fill }: StreamSettings): StreamEvent => ({
  type: "messageStart",
  body: fill({ role: "assistant" }),
});

function* lastEvents(exchange: ConverseExchange, { fill }: StreamSettings, state: LocalState): Generator<StreamEvent> {
  const { answer, body, startedAt } = exchange;
  const { stopReason, stopSequence, usage } = answer.end();
  yield { type: "messageStop", body: fill({ stopReason, ...withResponseFields(answer.reply, body, stopSequence) }) };
  const latencyMs = answer.reply.latencyMs ?? Math.max(1, Math.round(state.clock() - startedAt));
  yield {
    type: "metadata",
    usage,
    body: fill({ usage: exchangeUsage(exchange, usage, true), metrics: { latencyMs }, ...echoedSettings(exchange) }),
  };
}
