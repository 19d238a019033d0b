/** The type of a parameter, as Agents for Amazon Bedrock name them. */
export type AgentParameterType = "string" | "number" | "integer" | "boolean" | "array";

/** One parameter of a function. */
export interface AgentParameter {
  type: AgentParameterType;
  description?: string;
  /** @defaultValue false */
  required?: boolean;
}

/** A function that an agent may call. */
export interface AgentFunction {
  name: string;
  description?: string;
  parameters?: Readonly<Record<string, AgentParameter>>;
}

/** A function, or an operation of an API, that a model may call. */
export interface AgentAction extends AgentFunction {
  /** Set for an operation of an API: where it is, and which of its parameters belong in its body. */
  api?: { apiPath: string; httpMethod: string; bodyMembers: readonly string[] };
}

/** A call of a function. */
export interface AgentCall {
  actionGroup: string;
  /** The name of the function, or of the operation: its `operationId`. */
  function: string;
  /** The arguments as the model gave them. */
  input: Readonly<Record<string, unknown>>;
  sessionAttributes: Readonly<Record<string, string>>;
}

/** Functions that belong together, and who runs them. */
export interface AgentActionGroup {
  name: string;
  description?: string;
  functions?: readonly AgentFunction[];
  /** An OpenAPI schema, whose operations are called as functions are. */
  apiSchema?: Readonly<Record<string, unknown>>;
  /** What stands for the group's Lambda function: its result as text. Without it, control returns to the caller. */
  execute?: (call: AgentCall) => string | Promise<string>;
}

/** An agent of the account. */
export interface AgentOptions {
  /** Up to ten letters and digits. */
  id: string;
  name?: string;
  /** A model, a profile or an ARN of the catalogue. */
  model: string;
  instruction: string;
  /** Ids of its aliases. @defaultValue any */
  aliases?: readonly string[];
  actionGroups?: readonly AgentActionGroup[];
  /** Ids of knowledge bases that each question is looked up in. */
  knowledgeBases?: readonly string[];
  /** The guardrail that looks at questions and answers. */
  guardrail?: { id: string; version: string };
}
