import { Buffer } from "node:buffer";
import type { StreamEvent, WireAnswer } from "../../../operation.ts";
import type { AgentRun } from "./agent-run.ts";
import { runAgent } from "./run-agent.ts";

/** A run whose session is still to be opened. */
export interface AgentInvocation extends Omit<AgentRun, "session"> {
  /** What the session is found by. */
  key: string;
  headers: Record<string, string>;
}

/** Opens the session of a call, and answers it with a stream. */
export function agentAnswer({ key, headers, ...run }: AgentInvocation): WireAnswer {
  const { sessions } = run.state.agents;
  return {
    kind: "events",
    headers: {
      "x-amzn-bedrock-agent-content-type": "application/json",
      "x-amz-bedrock-agent-session-id": run.body.sessionId,
      ...headers,
    },
    events:
      run.body.endSession === true ? endOf(() => sessions.end(key)) : runAgent({ ...run, session: sessions.open(key) }),
  };
}

/** What the service says to the end of a session, as recorded. */
async function* endOf(end: () => void): AsyncGenerator<StreamEvent> {
  end();
  const text = "Session is terminated as 'endSession' flag is set in request.";
  yield { type: "chunk", body: { bytes: Buffer.from(text).toString("base64") } };
}
