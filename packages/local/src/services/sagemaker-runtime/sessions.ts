import type { ContainerCall } from "../../endpoints/endpoint-options.ts";
import type { LocalState } from "../../operation.ts";
import { type Invocation, newSession } from "./admit-invocation.ts";

const lifeMs = 20 * 60 * 1000;

/**
 * What a stateful container does before it looks at the rest of a body: a session begins with
 * `{"requestType": "NEW_SESSION"}`, ends with `{"requestType": "CLOSE"}`, and must be open in between.
 *
 * Source: "Stateful inference with Amazon SageMaker models", Amazon SageMaker Developer Guide.
 *
 * @returns `undefined` when the container itself is to answer
 */
export function answerSession(
  { endpoint, sessionId }: Invocation,
  { json }: ContainerCall,
  state: LocalState,
): Response | undefined {
  if (endpoint.sessions !== true || sessionId === undefined) return undefined;
  const requestType: unknown = typeof json === "object" && json !== null ? Reflect.get(json, "requestType") : undefined;
  if (sessionId === newSession) {
    if (requestType !== newSession)
      return new Response('A session begins with the requestType "NEW_SESSION".', { status: 400 });
    return beginSession(endpoint.openSessions, state);
  }
  if (!endpoint.openSessions.has(sessionId)) return new Response("The session does not exist.", { status: 400 });
  if (requestType !== "CLOSE") return undefined;
  endpoint.openSessions.delete(sessionId);
  return new Response("", { headers: { "x-amzn-sagemaker-closed-session-id": sessionId } });
}

function beginSession(open: Set<string>, state: LocalState): Response {
  const id = `session-${Array.from({ length: 8 }, () => Math.floor(state.random() * 16).toString(16)).join("")}`;
  open.add(id);
  const expires = new Date(state.clock() + lifeMs).toISOString().replace(/\.\d+Z$/, "Z");
  return new Response("", { headers: { "x-amzn-sagemaker-new-session-id": `${id}; Expires=${expires}` } });
}
