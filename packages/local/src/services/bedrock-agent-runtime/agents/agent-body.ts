import type { AgentParameter } from "../../../agents/agent-options.ts";

/** What InvokeAgent and InvokeInlineAgent have in common, after its shape was checked. */
export interface AgentCallBody {
  sessionId: string;
  inputText?: string;
  enableTrace?: boolean;
  endSession?: boolean;
  streamingConfigurations?: { streamFinalResponse?: boolean };
}

/** What a caller says of the conversation. */
export interface AgentState {
  sessionAttributes?: Readonly<Record<string, string>>;
  promptSessionAttributes?: Readonly<Record<string, string>>;
  returnControlInvocationResults?: readonly { functionResult?: ActionResult; apiResult?: ActionResult }[];
  invocationId?: string;
  conversationHistory?: { messages?: readonly { role: string; content: readonly { text: string }[] }[] };
}

/** What a caller's own run of a function gave, or its call of an API. */
export interface ActionResult {
  actionGroup: string;
  function?: string;
  apiPath?: string;
  httpMethod?: string;
  responseBody?: Readonly<Record<string, { body?: string }>>;
  responseState?: "FAILURE" | "REPROMPT";
  confirmationState?: "CONFIRM" | "DENY";
}

/** The body of InvokeAgent, with what stands in its path. */
export interface InvokeAgentBody extends AgentCallBody {
  agentId: string;
  agentAliasId: string;
  memoryId?: string;
  sessionState?: AgentState;
}

/** The body of InvokeInlineAgent, with what stands in its path. */
export interface InvokeInlineAgentBody extends AgentCallBody {
  foundationModel: string;
  instruction: string;
  agentName?: string;
  actionGroups?: readonly InlineActionGroup[];
  knowledgeBases?: readonly { knowledgeBaseId: string }[];
  guardrailConfiguration?: { guardrailIdentifier: string; guardrailVersion: string };
  inlineSessionState?: AgentState;
}

/** An action group that comes with its request. */
export interface InlineActionGroup {
  actionGroupName: string;
  description?: string;
  parentActionGroupSignature?: string;
  actionGroupExecutor?: { lambda?: string; customControl?: string };
  apiSchema?: { payload?: string; s3?: unknown };
  functionSchema?: {
    functions?: readonly {
      name: string;
      description?: string;
      parameters?: Readonly<Record<string, AgentParameter>>;
    }[];
  };
}
