import type { AgentAction } from "../../../agents/agent-options.ts";
import type { AgentSession } from "../../../agents/agent-sessions.ts";
import type { ContentBlock } from "../../../chat/content-blocks.ts";
import { ServiceError } from "../../../operation.ts";
import type { ActionResult, AgentCallBody, AgentState } from "./agent-body.ts";

/**
 * Puts what a caller says into the conversation: a question, or the results of the calls that control returned for.
 *
 * The service finds these errors after its answer began, so they come in the stream. Their texts are not confirmed by
 * recordings.
 *
 * @returns the question; `undefined` for results
 * @throws ServiceError `ValidationException` when there is neither, or results of no call
 */
export function continueSession(session: AgentSession, body: AgentCallBody, state: AgentState): string | undefined {
  const { conversationHistory, sessionAttributes, returnControlInvocationResults: results } = state;
  if (session.messages.length === 0) session.messages.push(...(conversationHistory?.messages ?? []));
  if (sessionAttributes !== undefined) session.attributes = { ...sessionAttributes };
  if (results !== undefined) {
    takeResults(session, results, state.invocationId);
    return undefined;
  }
  const { inputText = "" } = body;
  if (inputText.trim() === "") throw invalid("The input text is empty. Provide inputText and retry your request.");
  // Calls that were never answered are none any more.
  if (session.pending !== undefined) session.messages.pop();
  session.pending = undefined;
  session.messages.push({ role: "user", content: [{ text: inputText }] });
  return inputText;
}

function takeResults(
  session: AgentSession,
  results: NonNullable<AgentState["returnControlInvocationResults"]>,
  invocationId: string | undefined,
): void {
  const { pending } = session;
  if (pending === undefined || pending.invocationId !== invocationId) {
    throw invalid(`The invocationId ${invocationId ?? ""} does not belong to a call that this session waits for.`);
  }
  const answered = results.flatMap(({ functionResult, apiResult }) => functionResult ?? apiResult ?? []);
  const content: ContentBlock[] = pending.ids.map(({ key, toolUseId }) => {
    const at = answered.findIndex((result) => keyOfResult(result) === key);
    const [result] = at < 0 ? [] : answered.splice(at, 1);
    if (result === undefined) throw invalid(`There is no result for the action ${key}.`);
    return { toolResult: { toolUseId, content: [{ text: textOf(result) }], ...statusOf(result) } };
  });
  const [extra] = answered;
  if (extra !== undefined) {
    throw invalid(`The action ${keyOfResult(extra)} was not asked for in this invocation.`);
  }
  session.pending = undefined;
  session.messages.push({ role: "user", content: [...pending.answered, ...content] });
}

/** How an action is found again: an operation of an API by its method and path. */
export function keyOf(group: string, { name, api }: AgentAction): string {
  return `${group}::${api === undefined ? name : `${api.httpMethod} ${api.apiPath}`}`;
}

function keyOfResult({ actionGroup, function: name = "", apiPath, httpMethod = "GET" }: ActionResult): string {
  const api = apiPath === undefined ? {} : { api: { apiPath, httpMethod: httpMethod.toUpperCase(), bodyMembers: [] } };
  return keyOf(actionGroup, { name, ...api });
}

function textOf({ responseBody = {}, confirmationState }: ActionResult): string {
  if (confirmationState === "DENY") return "The user did not allow this.";
  return Object.values(responseBody)
    .map(({ body = "" }) => body)
    .join("\n");
}

function statusOf({ responseState, confirmationState }: ActionResult): { status?: "error" } {
  return responseState === "FAILURE" || confirmationState === "DENY" ? { status: "error" } : {};
}

function invalid(message: string): ServiceError {
  return new ServiceError("ValidationException", 400, message);
}
