import { ServiceError } from "../../operation.ts";
import type { RetrievalFilter } from "../../knowledge-bases/retrieval-filter.ts";
import type { SessionTurn } from "../../knowledge-bases/sessions.ts";
import type { ValidationMode } from "../../validation/rule.ts";
import { parseBody } from "./parse-body.ts";
import type { GuardrailReference, RerankingConfiguration } from "./retrieve-body.ts";

/** A knowledge base that the agent may search, and how. */
export interface AgenticRetriever {
  knowledgeBaseId: string;
  retrievalOverrides?: { filter?: RetrievalFilter; maxNumberOfResults?: number };
}

/** The body of AgenticRetrieveStream, after its shape was checked. */
export interface AgenticBody {
  question: string;
  history: readonly SessionTurn[];
  retrievers: readonly AgenticRetriever[];
  /** The model of the caller's, which answers. */
  modelArn?: string;
  rerankingModelType?: "CUSTOM" | "MANAGED" | "NONE";
  rerankingConfiguration?: RerankingConfiguration;
  guardrail?: GuardrailReference;
  generateResponse: boolean;
}

interface WireMessage {
  role: "user" | "assistant";
  content?: { text?: string };
}

interface WireBody {
  messages: readonly WireMessage[];
  retrievers: readonly { configuration: { knowledgeBase: AgenticRetriever } }[];
  agenticRetrieveConfiguration: Pick<AgenticBody, "rerankingModelType" | "rerankingConfiguration"> & {
    foundationModelType?: "CUSTOM" | "MANAGED";
    foundationModelConfiguration?: {
      bedrockFoundationModelConfiguration?: { modelConfiguration: { modelArn: string } };
    };
  };
  policyConfiguration?: { bedrockGuardrailConfiguration?: GuardrailReference };
  nextToken?: string;
  memoryConfiguration?: unknown;
  retrievalInstructionConfiguration?: unknown;
  generateResponse?: boolean;
}

/**
 * The body of an AgenticRetrieveStream request (V43). Texts of what no single member's shape can say are not confirmed by
 * recordings.
 *
 * @throws ServiceError `SerializationException` or `ValidationException`, as the service does
 */
export function parseAgenticBody(body: unknown, mode: ValidationMode | "off"): AgenticBody {
  const wire: WireBody = parseBody(body, "KbAgenticRequest", mode);
  const { messages, retrievers, agenticRetrieveConfiguration: agent, policyConfiguration: policy } = wire;
  for (const name of ["memoryConfiguration", "retrievalInstructionConfiguration"] as const) {
    if (wire[name] !== undefined) throw invalid(`This endpoint has nothing behind ${name}.`);
  }
  // Every answer of this endpoint is whole, so it never gave a token.
  if (wire.nextToken !== undefined) throw invalid("The provided nextToken is invalid.");
  const modelArn = modelArnOf(agent);
  const guardrail = policy?.bedrockGuardrailConfiguration;
  return {
    question: questionOf(messages),
    history: turnsOf(messages),
    retrievers: retrievers.map(({ configuration }) => configuration.knowledgeBase),
    ...(modelArn !== undefined && { modelArn }),
    ...(agent.rerankingModelType !== undefined && { rerankingModelType: agent.rerankingModelType }),
    ...(agent.rerankingConfiguration !== undefined && { rerankingConfiguration: agent.rerankingConfiguration }),
    ...(guardrail !== undefined && { guardrail }),
    generateResponse: wire.generateResponse ?? true,
  };
}

function questionOf(messages: readonly WireMessage[]): string {
  const last = messages.at(-1);
  const text = last?.content?.text ?? "";
  if (last?.role !== "user" || text.trim() === "") {
    throw invalid("The last message must be the user's, with a text that is not blank.");
  }
  return text;
}

/** The user's messages, each with the assistant's behind it. */
function turnsOf(messages: readonly WireMessage[]): SessionTurn[] {
  const textOf = (message: WireMessage | undefined): string => message?.content?.text ?? "";
  return messages.flatMap((message, index) => {
    const next = messages[index + 1];
    if (message.role !== "user" || next?.role !== "assistant") return [];
    return [{ question: textOf(message), answer: textOf(next) }];
  });
}

function modelArnOf({
  foundationModelType,
  foundationModelConfiguration,
}: WireBody["agenticRetrieveConfiguration"]): string | undefined {
  if (foundationModelType !== "CUSTOM") return undefined;
  const modelArn = foundationModelConfiguration?.bedrockFoundationModelConfiguration?.modelConfiguration.modelArn;
  if (modelArn !== undefined) return modelArn;
  throw invalid(
    "The foundationModelType CUSTOM needs foundationModelConfiguration.bedrockFoundationModelConfiguration.",
  );
}

const invalid = (message: string): ServiceError => new ServiceError("ValidationException", 400, message);
