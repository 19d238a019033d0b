import { endpointNamePattern, isEndpointName, maxEndpointName } from "../../endpoints/check-endpoint.ts";
import type { Endpoint } from "../../endpoints/endpoint.ts";
import { type LocalState, ServiceError, type WireRequest } from "../../operation.ts";

/** A request that names an endpoint, a variant and a component that exist. */
export interface Invocation {
  readonly endpoint: Endpoint;
  readonly variant: string;
  readonly inferenceComponent: string | undefined;
  /** The session that the request names, or `NEW_SESSION`. */
  readonly sessionId: string | undefined;
  readonly streaming: boolean;
}

/** The value of `SessionId` that begins a session. */
export const newSession = "NEW_SESSION";

const maxAttributes = 1024;

/**
 * Refuses what SageMaker refuses before a container is asked.
 *
 * The texts about endpoints and missing components are the service's own; those about variants, unknown components and
 * models are not confirmed by a recording.
 *
 * @throws ServiceError `ValidationError`
 */
export function admitInvocation(request: WireRequest, state: LocalState, streaming: boolean): Invocation {
  const name = request.params.endpointName ?? "";
  if (state.options.validation !== "off") checkMembers(name, request, streaming);
  const endpoint = state.endpoints.resolve(name);
  const header = (member: string): string | undefined => request.headers[`x-amzn-sagemaker-${member}`];
  const [first = ""] = endpoint.variants;
  const variant = header("target-variant") ?? first;
  if (!endpoint.variants.includes(variant)) {
    throw refused(`Variant ${variant} of endpoint ${name} not found.`);
  }
  const inferenceComponent = header("inference-component");
  checkComponent(endpoint, inferenceComponent, state);
  const model = header("target-model");
  if (model !== undefined && endpoint.targetModels?.includes(model) === false) {
    throw refused(`Failed to download model data of the target model ${model}. It does not exist.`);
  }
  return { endpoint, variant, inferenceComponent, sessionId: header("session-id"), streaming };
}

function checkMembers(name: string, { headers }: WireRequest, streaming: boolean): void {
  if (name.length > maxEndpointName)
    throw constraint("endpointName", `have length less than or equal to ${maxEndpointName}`);
  if (!isEndpointName(name)) {
    throw constraint("endpointName", `satisfy regular expression pattern: ${endpointNamePattern.source}`);
  }
  if ((headers["x-amzn-sagemaker-custom-attributes"]?.length ?? 0) > maxAttributes) {
    throw constraint("customAttributes", `have length less than or equal to ${maxAttributes}`);
  }
  if (streaming && headers["x-amzn-sagemaker-session-id"] === newSession) {
    throw refused("A stream cannot begin a session: NEW_SESSION is for InvokeEndpoint.");
  }
}

function checkComponent({ inferenceComponents }: Endpoint, named: string | undefined, { options }: LocalState): void {
  if (named === undefined && inferenceComponents.length > 0) {
    throw refused(
      "Inference Component Name header is required for endpoints to which you plan to deploy inference components. Please include Inference Component Name header or consider using SageMaker models.",
      { ErrorCode: "INFERENCE_COMPONENT_NAME_MISSING" },
    );
  }
  if (named !== undefined && !inferenceComponents.includes(named)) {
    throw refused(`Inference Component ${named} of account ${options.accountId} not found.`);
  }
}

function constraint(member: string, rule: string): ServiceError {
  return refused(`1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must ${rule}`);
}

function refused(message: string, extra: Record<string, unknown> = {}): ServiceError {
  return new ServiceError("ValidationError", 400, message, extra);
}
