import type { Model } from "../../../catalogue/model-profile.ts";
import type { LocalState, WireRequest } from "../../../operation.ts";
import type { ResolvedOptions } from "../../../options.ts";

/** One InvokeModel request whose model was found and may be called. */
export interface InvokeCall {
  readonly model: Model;
  /** Nothing is known of the model, so no limit of its own holds. */
  readonly isUnchecked: boolean;
  /** The parsed JSON of the body. */
  readonly body: unknown;
  readonly validation: ResolvedOptions["validation"];
  readonly request: WireRequest;
  readonly state: LocalState;
}

/** What a model answers. */
export interface InvokeAnswer {
  /** Sent as JSON. */
  body: unknown;
  /** Absent for models that count none, such as rerankers. */
  inputTokens?: number;
  /** Absent for models that give no tokens, such as embeddings. */
  outputTokens?: number;
}

/** Models whose InvokeModel bodies have one form: a file for each, a row in `families.ts`. */
export interface InvokeFamily {
  /** Whether the model is of this family. */
  serves(model: Model): boolean;
  /** Whether a body for a model that nothing is known of has this form. */
  recognises(body: object): boolean;
  /** Checks the body and answers it. */
  invoke(call: InvokeCall): Promise<InvokeAnswer>;
}
