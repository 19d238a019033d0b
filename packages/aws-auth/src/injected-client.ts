import { isRecord } from "./check-options.ts";
import { borrowHandler } from "./borrow-handler.ts";
import type { InheritedIdentity } from "./identity.ts";

/** The region of an injected client; a test double may have none. */
export async function injectedRegion(client: object | undefined): Promise<string | undefined> {
  const { region } = configOf(client);
  const resolved: unknown = typeof region === "function" ? await region() : region;
  return typeof resolved === "string" && resolved !== "" ? resolved : undefined;
}

/** Who an injected client sends requests as; `undefined` when its configuration does not say. */
export function inheritedIdentity(client: object | undefined): InheritedIdentity | undefined {
  if (client === undefined) return undefined;
  const { credentials, token, authSchemePreference } = configOf(client);
  if (credentials === undefined && token === undefined) return undefined;
  return { kind: "inherited", client, config: { credentials, token, authSchemePreference } };
}

/**
 * The request handler of an injected client, so that a second client takes the same way out. HTTP/2 handlers are left
 * out, as the AWS SDK does for its own nested clients: they belong to one service.
 */
export function inheritedHandler(client: object | undefined): object | undefined {
  const { requestHandler } = configOf(client);
  if (!isRecord(requestHandler) || typeof requestHandler["handle"] !== "function") return undefined;
  const metadata = requestHandler["metadata"];
  return isRecord(metadata) && metadata["handlerProtocol"] === "h2" ? undefined : borrowHandler(requestHandler);
}

function configOf(client: object | undefined): Readonly<Record<string, unknown>> {
  const config: unknown = client !== undefined && "config" in client ? client.config : undefined;
  return isRecord(config) ? config : {};
}
