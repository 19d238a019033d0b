import type { PiiType } from "./pii-patterns.ts";

/** Whether text is on its way to the model or comes from it. */
export type GuardrailSource = "INPUT" | "OUTPUT";

/** What is done with what a pattern finds: the whole text is refused, the match is masked, or it is only reported. */
export type SensitiveAction = "BLOCK" | "ANONYMIZE" | "NONE";

/** In which directions a rule is in force. */
export interface GuardrailDirections {
  /** @defaultValue true */
  inputEnabled?: boolean;
  /** @defaultValue true */
  outputEnabled?: boolean;
}

/** A word or phrase that is refused, found without regard to case. */
export interface GuardrailWord extends GuardrailDirections {
  text: string;
}

/** A topic that is refused. The service understands a definition; this endpoint looks for phrases. */
export interface GuardrailTopic extends GuardrailDirections {
  name: string;
  /** Shown by GetGuardrail. @defaultValue the name */
  definition?: string;
  /** The topic is found where one of these occurs, without regard to case. */
  phrases: readonly string[];
}

/** A pattern of sensitive information, masked as `{name}`. */
export interface GuardrailRegex extends GuardrailDirections {
  name: string;
  description?: string;
  /** A regular expression. */
  pattern: string;
  action: SensitiveAction;
}

/** A kind of sensitive information, masked as `{TYPE}`. */
export interface GuardrailPiiEntity extends GuardrailDirections {
  /** Only kinds that can be told by their form: `EMAIL`, but not `NAME`. */
  type: PiiType;
  action: SensitiveAction;
}

/**
 * A guardrail of the account, in the words of CreateGuardrail.
 *
 * Words, topics, regular expressions and PII of a fixed form are looked for; content filters, contextual grounding and
 * automated reasoning need a model and are not emulated.
 */
export interface GuardrailOptions {
  /** Small letters and digits, as in the ARN: `gr0123456789`. */
  id: string;
  /** @defaultValue the id */
  name?: string;
  description?: string;
  /** The published versions, besides `DRAFT`. All have the same rules. @defaultValue `["1"]` */
  versions?: readonly string[];
  words?: readonly (string | GuardrailWord)[];
  topics?: readonly GuardrailTopic[];
  regexes?: readonly GuardrailRegex[];
  piiEntities?: readonly GuardrailPiiEntity[];
  /** @defaultValue `Sorry, the model cannot answer this question.` */
  blockedInputMessaging?: string;
  /** @defaultValue `Sorry, the model cannot answer this question.` */
  blockedOutputsMessaging?: string;
}
