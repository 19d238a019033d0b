import { isRecord, plainHttpError } from "./check-options.ts";
import { isLoopbackHost } from "./endpoint.ts";

type Handler = (parameters: { readonly request?: unknown }) => Promise<unknown>;

/**
 * Stops a client of ours before it sends a bearer token over plain http to another machine. The constructor has looked
 * at the options already; endpoints also come from the environment and from the shared AWS files.
 */
export function guardBearerToken(client: object): void {
  const stack: unknown = "middlewareStack" in client ? client.middlewareStack : undefined;
  if (!isRecord(stack) || typeof stack["add"] !== "function") return;
  // The last step before the wire, after signing.
  stack["add"](guard, {
    step: "finalizeRequest",
    priority: "low",
    name: "langchainAwsGuardBearerToken",
    override: true,
  });
}

const guard = (next: Handler): Handler => {
  return async (parameters) => {
    if (exposesToken(parameters.request)) throw plainHttpError();
    return next(parameters);
  };
};

function exposesToken(request: unknown): boolean {
  if (!isRecord(request) || request["protocol"] !== "http:" || isLoopbackHost(String(request["hostname"])))
    return false;
  const { headers } = request;
  if (!isRecord(headers)) return false;
  return Object.entries(headers).some(
    ([name, value]) => name.toLowerCase() === "authorization" && /^bearer /i.test(String(value)),
  );
}
