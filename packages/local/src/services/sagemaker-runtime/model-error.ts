import type { Endpoint } from "../../endpoints/endpoint.ts";
import { type LocalState, ServiceError } from "../../operation.ts";

/**
 * The 424 for a container that failed, with the container's own status and words.
 *
 * Source: "ModelError" of "InvokeEndpoint", Amazon SageMaker API Reference; the text as quoted in public issues.
 */
export function modelError(
  status: number,
  said: string,
  { name, variants }: Pick<Endpoint, "name" | "variants">,
  { options: { region, accountId } }: Pick<LocalState, "options">,
): ServiceError {
  const group = `/aws/sagemaker/Endpoints/${name}`;
  const logs = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#logEventViewer:group=${group}`;
  const message =
    `Received ${status >= 500 ? "server" : "client"} error (${status}) from primary with message "${said}". ` +
    `See ${logs} in account ${accountId} for more information.`;
  return new ServiceError("ModelError", 424, message, {
    OriginalStatusCode: status,
    OriginalMessage: said,
    LogStreamArn: `arn:aws:logs:${region}:${accountId}:log-group:${group}:log-stream:${variants[0] ?? "AllTraffic"}/i-0`,
  });
}
