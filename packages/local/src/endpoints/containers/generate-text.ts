import type { LocalState } from "../../operation.ts";
import type { Container, ContainerCall } from "../endpoint-options.ts";
import { askChat, type ChatAnswer, spokenPieces, spokenText } from "./ask-chat.ts";
import { answerChatCompletion, type CompletionFraming } from "./chat-completion.ts";
import { type Body, isObject, jsonAnswer, numberOf, objectOf, streamAnswer, textsOf } from "./json-body.ts";
import { answerTextCompletion } from "./text-completion.ts";

/** How a container for `{inputs, parameters, stream}` differs from the others. */
interface GenerateDialect extends CompletionFraming {
  readonly family: string;
  readonly stopKey: string;
  readonly defaultMaxTokens: number;
  /** Whether the prompt is repeated in front of a whole answer unless the request says otherwise. */
  readonly repeatsPrompt: boolean;
  readonly logProbability: string;
  /** Whether whole answers are lists of one. */
  readonly isListed: boolean;
  /** What every record of a stream has, the null members included. */
  readonly record: (members: Body, index: number) => Body;
  readonly refuse: (problem: string) => Response;
}

const tgiDialect: GenerateDialect = {
  family: "tgi",
  stopKey: "stop",
  defaultMaxTokens: 100,
  repeatsPrompt: true,
  logProbability: "logprob",
  isListed: true,
  streamType: "text/event-stream",
  encode: (value) => `data:${JSON.stringify(value)}\n\n`,
  endMark: "data: [DONE]\n\n",
  record: (members, index) => ({ index, generated_text: null, details: null, ...members }),
  refuse: (problem) => jsonAnswer({ error: `Input validation error: ${problem}`, error_type: "validation" }, 422),
};

const lmiDialect: GenerateDialect = {
  family: "lmi",
  stopKey: "stop_sequences",
  defaultMaxTokens: 30,
  repeatsPrompt: false,
  logProbability: "log_prob",
  isListed: false,
  streamType: "application/jsonlines",
  encode: (value) => `${JSON.stringify(value)}\n`,
  endMark: undefined,
  record: (members) => members,
  refuse: (problem) => jsonAnswer({ code: 424, error: problem }, 424),
};

/**
 * Hugging Face TGI: `generate` bodies, and chat and text completions on the same path.
 *
 * Source: the API of text-generation-inference, "StreamResponse" and "CompatGenerateRequest".
 */
export const tgi = (state: LocalState): Container => generate(tgiDialect, state);

/** DJL-LMI: the same in its own words, streamed as lines of JSON. Source: "LMI handlers, input and output schema". */
export const lmi = (state: LocalState): Container => generate(lmiDialect, state);

function generate(dialect: GenerateDialect, state: LocalState): Container {
  return async (_body, _headers, call) => {
    const { json } = call;
    if (!isObject(json)) return dialect.refuse("the body is no JSON object");
    if (json["messages"] !== undefined) return answerChatCompletion(json, call, state, dialect);
    if (json["prompt"] !== undefined) return answerTextCompletion(json, call, state, dialect);
    if (typeof json["inputs"] !== "string") return dialect.refuse("`inputs` must be a text");
    const parameters = objectOf(json["parameters"]);
    const maxTokens = numberOf(parameters["max_new_tokens"]) ?? dialect.defaultMaxTokens;
    if (maxTokens <= 0) return dialect.refuse("`max_new_tokens` must be strictly positive");
    const answer = await askChat(
      {
        family: dialect.family,
        messages: [{ role: "user", content: [{ text: json["inputs"] }] }],
        maxTokens,
        stop: textsOf(parameters[dialect.stopKey]),
        ...(numberOf(parameters["temperature"]) !== undefined && { temperature: Number(parameters["temperature"]) }),
        body: json,
      },
      call,
      state,
    );
    if (json["stream"] === true) {
      return streamAnswer(tokenStream(answer, call, dialect), dialect.streamType);
    }
    return wholeAnswer(answer, json["inputs"], parameters, dialect);
  };
}

async function wholeAnswer(
  answer: ChatAnswer,
  inputs: string,
  parameters: Body,
  dialect: GenerateDialect,
): Promise<Response> {
  const generated = await spokenText(answer);
  const repeats = parameters["return_full_text"] ?? dialect.repeatsPrompt;
  const body = {
    generated_text: repeats === true ? `${inputs}${generated}` : generated,
    ...(parameters["details"] === true ? { details: detailsOf(answer) } : {}),
  };
  return jsonAnswer(dialect.isListed ? [body] : body);
}

/** One record for each token, held back by one: the last of them holds the whole text and the details. */
async function* tokenStream(
  answer: ChatAnswer,
  { signal }: ContainerCall,
  dialect: GenerateDialect,
): AsyncGenerator<string> {
  let generated = "";
  let index = 0;
  let held: Body | undefined;
  for await (const block of answer.blocks()) {
    for (const text of spokenPieces(block)) {
      if (signal.aborted) return;
      if (held !== undefined) yield dialect.encode(dialect.record({ token: held }, index));
      index += 1;
      generated += text;
      held = tokenOf(text, dialect);
    }
  }
  // A stream without a token still ends with one, as a model's end of text.
  const token = held ?? tokenOf("", dialect, true);
  yield dialect.encode(
    dialect.record({ token, generated_text: generated, details: detailsOf(answer) }, Math.max(1, index)),
  );
}

function tokenOf(text: string, { logProbability, family }: GenerateDialect, isSpecial = false): Body {
  const special = family === "tgi" ? { special: isSpecial } : {};
  return { id: idOf(text), text, [logProbability]: -0.25, ...special };
}

const finishReasons: Readonly<Record<string, string>> = { max_tokens: "length", stop_sequence: "stop_sequence" };

function detailsOf(answer: ChatAnswer): Body {
  const { stopReason, usage } = answer.end();
  return {
    finish_reason: finishReasons[stopReason] ?? "eos_token",
    generated_tokens: usage.outputTokens,
    input_length: usage.inputTokens,
    seed: null,
  };
}

/** The same text, the same id, as a vocabulary has it. */
function idOf(text: string): number {
  let id = 7;
  for (const character of text) id = (id * 31 + (character.codePointAt(0) ?? 0)) % 32_000;
  return id;
}
