import { privateOptions, type AwsOptions } from "./aws-options.ts";
import { borrowHandler } from "./borrow-handler.ts";
import { isRecord } from "./check-options.ts";
import { platform } from "#platform";

/** The request handler that options ask for; `undefined` leaves the AWS SDK's own. */
export async function buildRequestHandler(options: AwsOptions): Promise<object | undefined> {
  const { config, proxy, env } = privateOptions(options);
  const own = config["requestHandler"];
  if (isRecord(own) && typeof own["handle"] === "function") return borrowHandler(own);
  return platform.createRequestHandler({
    transport: options.transport ?? "http1",
    timeout: options.timeout,
    proxy,
    handlerOptions: isRecord(own) ? own : undefined,
    env,
  });
}
