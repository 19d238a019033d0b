import type { AIMessage, AIMessageChunk } from "@langchain/core/messages";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildChatRequest } from "../src/build-request.ts";
import { ChunkRenderer } from "../src/reply/render-chunks.ts";
import { ReplyParser } from "../src/reply/reply-parser.ts";
import type { ReplyPiece } from "../src/reply/reply-reader.ts";
import { resolveModel } from "../src/resolve-model.ts";
import { resolveOptions, resolveSettings } from "../src/resolve-options.ts";
import { sumOf } from "./support/connect.ts";
import { H, tool } from "./support/messages.ts";
import { type Answer, type AnswerWriter, writers } from "./support/answers.ts";

// No mark of a thought, and no white space at the beginning, which is taken off behind one.
const words = fc.stringMatching(/^[a-z<>/é€😀][a-z <>/\n.é€😀]{0,30}$/u);
const args = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,5}$/),
  fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
  { maxKeys: 3 },
);

const answers = ({ has }: AnswerWriter): fc.Arbitrary<Answer> =>
  fc.record({
    thought: has.thoughts === true ? fc.oneof(fc.constant(""), words) : fc.constant(""),
    text: words,
    calls:
      has.calls === true
        ? fc
            .array(args, { maxLength: 2 })
            .map((list) => list.map((one, at) => ({ id: `call${at}0000`, name: "f", args: one })))
        : fc.constant([]),
    input: fc.nat(1000),
    output: fc.nat(1000),
  });

/** Cuts a text at any characters, as a stream does. */
const cutter = (sizes: readonly number[]): ((text: string) => readonly string[]) => {
  let at = 0;
  return (text) => {
    const pieces: string[] = [];
    const rest = Array.from(text);
    while (rest.length > 0) pieces.push(rest.splice(0, sizes[(at += 1) % sizes.length] ?? 1).join(""));
    return pieces;
  };
};

interface Read {
  readonly whole: AIMessage;
  readonly streamed: AIMessage;
  readonly sum: AIMessageChunk;
}

function read(writer: AnswerWriter, answer: Answer, sizes: readonly number[], outputVersion: "v0" | "v1"): Read {
  const settings = resolveSettings({ model: writer.model, outputVersion, ...writer.options });
  const model = resolveModel(settings.hints, "chat");
  if (model === undefined) throw new Error("The model is not known.");
  const options = resolveOptions(settings, model, writer.has.calls === true ? { tools: [tool("f")] } : {});
  const { context } = buildChatRequest([H("q")], options, true);
  const parser = (): ReplyParser => new ReplyParser(model.format.createReader(context), context, { headers: {} });
  const whole = parser();
  whole.readWhole(new TextEncoder().encode(JSON.stringify(writer.whole(answer))));
  const streamed = parser();
  const renderer = new ChunkRenderer(context);
  const pieces: ReplyPiece[] = [];
  for (const event of writer.events(answer, cutter(sizes))) streamed.readEvent({ ...event }, pieces);
  streamed.finish(pieces);
  const chunks = [...pieces.map((piece) => renderer.render(piece)), ...renderer.end(streamed.end())];
  return {
    whole: whole.message(),
    streamed: streamed.message(),
    sum: sumOf(chunks.map(({ message }) => message as AIMessageChunk)),
  };
}

/** What applications read of a message, without ids that are made up each time. */
const said = (message: AIMessage): object => ({
  text: message.text,
  calls: message.tool_calls?.map(({ name, args: given }) => ({ name, args: given })),
  invalid: message.invalid_tool_calls,
  thought: message.additional_kwargs["reasoning_content"],
  blocks: message.contentBlocks
    // LangChain leaves calls out of the blocks of a chunk whose content is a text, where it has no reader for the provider.
    .filter(({ type }) => type !== "tool_call" || message.response_metadata["model_provider"] !== "bedrock")
    .map(({ index: _index, id: _id, ...block }) => JSON.parse(JSON.stringify(block)) as unknown),
  stop: message.response_metadata["stop_reason"],
  provider: message.response_metadata["model_provider"],
});
const counts = ({ usage_metadata: usage }: AIMessage): unknown =>
  usage && [usage.input_tokens, usage.output_tokens, usage.total_tokens];

describe("a stream and the reply at once are the same message", () => {
  test.each(writers)("$format of $model", (writer) => {
    fc.assert(
      fc.property(
        answers(writer),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        fc.constantFrom("v0", "v1"),
        (answer, sizes, version) => {
          const { whole, streamed, sum } = read(writer, answer, sizes, version);
          expect(said(streamed)).toEqual(said(whole));
          expect(said(sum)).toEqual(said(whole));
          expect(whole.text).toBe(answer.text);
          expect(whole.tool_calls?.map((call) => call.args)).toEqual(answer.calls.map((call) => call.args));
          // Some formats count in a whole reply only, others in a stream only.
          const counted = [whole, streamed, sum].map(counts).filter((count) => count !== undefined);
          expect(new Set(counted.map(String)).size).toBeLessThanOrEqual(1);
          expect(counts(sum)).toEqual(counts(streamed));
        },
      ),
      { numRuns: 60 },
    );
  });
});
