import type { AnswerWriter } from "./answer-writer.ts";
import type { Exchange } from "./exchange.ts";
import type { AppliedFault, FaultAction } from "./fault.ts";
import { ServiceError, type ServiceName } from "./operation.ts";
import type { RequestEntry } from "./request-log.ts";
import { sleep } from "./sleep.ts";

type Shorthand = "throttle" | "unavailable" | "timeout" | "accessDenied" | "modelError";
type ErrorParts = readonly [type: string, status: number, message: string, extra?: Record<string, unknown>];

/** The errors that have a name of their own among the faults. */
const shorthands: Readonly<Record<Shorthand, ErrorParts>> = {
  throttle: ["ThrottlingException", 429, "Too many requests, please wait before trying again."],
  unavailable: ["ServiceUnavailableException", 503, "Bedrock is unable to process your request."],
  timeout: ["ModelTimeoutException", 408, "Model has timed out in processing the request. Try your request again."],
  accessDenied: ["AccessDeniedException", 403, "You don't have access to the model with the specified model ID."],
  modelError: [
    "ModelErrorException",
    424,
    "The system encountered an unexpected error during processing. Try your request again.",
  ],
};
/** What other services call them. */
const ownShorthands: Partial<Readonly<Record<ServiceName, Partial<Readonly<Record<Shorthand, ErrorParts>>>>>> = {
  "sagemaker-runtime": {
    unavailable: ["ServiceUnavailable", 503, "The service is currently unavailable."],
    timeout: containerError(
      0,
      "Your invocation timed out while waiting for a response from container primary. Review the latency metrics for each container in Amazon CloudWatch, resolve the issue, and try again.",
    ),
    modelError: containerError(500, "Injected by a fault of the local endpoint."),
  },
};

function containerError(OriginalStatusCode: number, OriginalMessage: string): ErrorParts {
  const message = `Received server error (${OriginalStatusCode}) from primary with message "${OriginalMessage}"`;
  return ["ModelError", 424, message, { OriginalStatusCode, OriginalMessage }];
}

const shorthandNames = ["throttle", "unavailable", "timeout", "accessDenied", "modelError"] as const;

const badGateway = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";

/**
 * The part of a fault that comes before the operation: waiting, resetting, answering something else.
 *
 * @throws ServiceError when the fault is an error of the service
 */
export async function applyFault(
  fault: AppliedFault,
  { exchange, entry, writer }: { exchange: Exchange; entry: RequestEntry; writer: AnswerWriter },
): Promise<void> {
  const { action } = fault;
  entry.faultId = fault.id;
  await sleep(fault.latencyMs, exchange.signal);
  if (exchange.isOver) return;
  if (action.reset === "beforeHeaders") {
    exchange.reset();
    return;
  }
  const error = toServiceError(action, entry.service);
  if (error !== undefined) throw error;
  if (action.badJson === true) writer.text(200, '{"output":{"message":{"role":"assist');
  else if (action.html502 === true) writer.text(502, badGateway, { "content-type": "text/html" });
  else if (action.emptyBody === true) writer.text(200, "");
}

function toServiceError(action: FaultAction, service: ServiceName | undefined): ServiceError | undefined {
  if (action.error !== undefined) return new ServiceError(action.error.type, action.error.status, action.error.message);
  if (action.expireCredentials !== undefined) {
    return new ServiceError("ExpiredTokenException", 403, "The security token included in the request is expired");
  }
  for (const name of shorthandNames) {
    const asked = action[name];
    if (asked === undefined || asked === false) continue;
    const own = service === undefined ? undefined : ownShorthands[service]?.[name];
    const [type, status, message, extra] = own ?? shorthands[name];
    return new ServiceError(type, status, typeof asked === "string" ? asked : message, extra);
  }
  return undefined;
}
