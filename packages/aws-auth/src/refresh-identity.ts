import { isRecord } from "./check-options.ts";

/**
 * Replaces an identity that AWS calls expired: the client's provider is asked for a new one, whatever the expiry of the
 * kept one says.
 *
 * @param context the AWS SDK's context of the command, which holds the identity that was chosen for it
 * @returns whether there is a new identity, so that trying again makes sense
 */
export async function refreshIdentity(client: object, context: object): Promise<boolean> {
  const scheme = selectedScheme(context);
  const config: unknown = "config" in client ? client.config : undefined;
  if (scheme === undefined || !isRecord(config)) return false;
  const isBearer = isRecord(scheme["identity"]) && "token" in scheme["identity"];
  const provider = isBearer ? config["token"] : config["credentials"];
  if (typeof provider !== "function") return false;
  const before = describe(scheme["identity"]);
  const fresh: unknown = await provider({ forceRefresh: true });
  if (describe(fresh) === before) return false;
  // A bearer token is taken from here at each attempt; the signer asks the client again.
  Object.assign(scheme, { identity: fresh });
  return true;
}

function selectedScheme(context: object): Readonly<Record<string, unknown>> | undefined {
  const smithy: unknown = "__smithy_context" in context ? context.__smithy_context : undefined;
  const scheme = isRecord(smithy) ? smithy["selectedHttpAuthScheme"] : undefined;
  return isRecord(scheme) ? scheme : undefined;
}

const describe = (identity: unknown): string =>
  isRecord(identity) ? JSON.stringify([identity["accessKeyId"], identity["sessionToken"], identity["token"]]) : "";
