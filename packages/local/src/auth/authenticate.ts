import type { RequestAuth, Service } from "../operation.ts";
import type { ResolvedOptions } from "../options.ts";
import { authenticateBearer } from "./bearer.ts";
import type { EventSignatureChain } from "./event-chain.ts";
import { refusals } from "./refusals.ts";
import { SignatureVerifier, type SignedRequest } from "./sigv4.ts";

/** API keys exist for these alone; every other service wants a signature. */
const servicesWithApiKeys: ReadonlySet<string> = new Set(["bedrock", "bedrock-runtime"]);

/** Who a request is from, and what that key may do. One for each instance. */
export class Authenticator {
  readonly #options: Pick<ResolvedOptions, "auth" | "clock" | "accountId">;
  readonly #verifier: SignatureVerifier;

  constructor(options: Pick<ResolvedOptions, "auth" | "clock" | "accountId">) {
    this.#options = options;
    this.#verifier = new SignatureVerifier({ ...options.auth, clock: options.clock });
  }

  /** Throws the refusal that AWS gives, by the `auth.mode` of the instance. */
  authenticate(request: SignedRequest, service: Service): RequestAuth {
    const { mode, bearerTokens } = this.#options.auth;
    const authorization = request.headers["authorization"];
    if (mode === "off" || (mode === "lenient" && authorization === undefined)) return { kind: "none" };
    if (authorization === undefined) throw refusals.missing();
    const bearer = /^Bearer\s+(.*)$/i.exec(authorization);
    if (bearer === null) {
      const { accessKeyId } = this.#verifier.verify(request, authorization, service.signingName);
      return { kind: "sigv4", accessKeyId };
    }
    if (!servicesWithApiKeys.has(service.name)) throw refusals.missing();
    return authenticateBearer(bearer[1] ?? "", bearerTokens, this.#verifier, this.#options.clock());
  }

  /** What checks the frames of a request that was authenticated; none for one that carries no signature. */
  openEventChain({ headers }: SignedRequest, auth: RequestAuth): EventSignatureChain | undefined {
    const { authorization, "x-amz-security-token": token } = headers;
    return auth.kind === "sigv4" && authorization !== undefined
      ? this.#verifier.openEventChain(authorization, token)
      : undefined;
  }

  /** Throws `AccessDeniedException` when the `allow` list of the key leaves the action out. */
  authorize(auth: RequestAuth, action: string, resource: () => string): void {
    authorizeAction(this.#options, auth, action, resource);
  }
}

/**
 * Checks an action that a request needs besides its operation's own.
 *
 * @throws ServiceError `AccessDeniedException` when the `allow` list of the key leaves the action out
 */
export function authorizeAction(
  { auth: { keys }, accountId }: Pick<ResolvedOptions, "auth" | "accountId">,
  { accessKeyId }: RequestAuth,
  action: string,
  resource: () => string,
): void {
  if (accessKeyId === undefined) return;
  const allow = keys[accessKeyId]?.allow ?? ["*"];
  if (allow.some((pattern) => matchesAction(pattern, action))) return;
  throw refusals.notAllowed(`arn:aws:iam::${accountId}:user/${accessKeyId}`, action, resource());
}

/** IAM's comparison: without regard to case, `*` for any characters, `?` for one. */
export function matchesAction(pattern: string, action: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "i").test(action);
}
