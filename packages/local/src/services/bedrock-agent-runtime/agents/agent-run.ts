import type { AgentActionGroup } from "../../../agents/agent-options.ts";
import type { AgentSession } from "../../../agents/agent-sessions.ts";
import type { Guardrail } from "../../../guardrails/guardrail.ts";
import type { LocalState, WireRequest } from "../../../operation.ts";
import type { GenerationModel } from "../generate/generation-model.ts";
import type { AgentCallBody, AgentState } from "./agent-body.ts";
import type { AgentTrace } from "./agent-trace.ts";

/** An agent at work: who it is, what is said, and where it goes on. */
export interface AgentRun {
  model: GenerationModel;
  instruction: string;
  groups: readonly AgentActionGroup[];
  knowledgeBases: readonly string[];
  guardrail: Guardrail | undefined;
  body: AgentCallBody;
  /** `sessionState` of the body, or `inlineSessionState`. */
  said: AgentState;
  session: AgentSession;
  trace: AgentTrace;
  request: WireRequest;
  state: LocalState;
  /** The agent's id, where it has one: it stands in what control returns with. */
  agentId?: string;
}
