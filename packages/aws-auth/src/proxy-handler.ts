import { AwsConfigurationError, missingPeer, type OptionalPeer, requireUses } from "@langchain-aws/core";
import type { ProxySettings } from "./proxy.ts";

/** The part of the AWS SDK's `HttpRequest` that says where it goes. */
interface Routed {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
}

/** The part of the AWS SDK's request handlers that a handler in front of them needs. */
export interface RequestHandlerLike {
  handle(request: object, options?: object): Promise<unknown>;
  destroy?(): void;
  updateHttpClientConfig?(key: unknown, value: unknown): void;
  httpHandlerConfigs?(): object;
  readonly metadata?: { readonly handlerProtocol?: string };
}

/**
 * A request handler that sends each request through the proxy meant for its host, or through none.
 *
 * It stands at the AWS SDK's handler, not at the agent, because the clients that resolve credentials (STS, SSO) inherit
 * the handler: they take the same way out.
 *
 * @param createHandler makes the handler for an agent, `undefined` for a direct connection
 */
export async function createProxyHandler(
  settings: ProxySettings,
  createHandler: (agent: object | undefined) => RequestHandlerLike,
): Promise<RequestHandlerLike> {
  const direct = createHandler(undefined);
  const https = await handlerFor(settings.https, createHandler);
  const http = settings.http === settings.https ? https : await handlerFor(settings.http, createHandler);
  const handlers: readonly RequestHandlerLike[] = [...new Set([direct, https, http])].filter(
    (each) => each !== undefined,
  );
  const choose = (request: Routed): RequestHandlerLike => {
    const isHttps = request.protocol === "https:";
    const proxied = isHttps ? https : http;
    const port = request.port ?? (isHttps ? 443 : 80);
    return proxied === undefined || settings.bypasses(request.hostname, port) ? direct : proxied;
  };
  return {
    metadata: { handlerProtocol: "http/1.1" },
    handle: (request: Routed, options?: object) => choose(request).handle(request, options),
    destroy: () => handlers.forEach((handler) => handler.destroy?.()),
    updateHttpClientConfig: (key, value) => handlers.forEach((handler) => handler.updateHttpClientConfig?.(key, value)),
    httpHandlerConfigs: () => direct.httpHandlerConfigs?.() ?? {},
  };
}

async function handlerFor(
  proxy: string | object | undefined,
  createHandler: (agent: object) => RequestHandlerLike,
): Promise<RequestHandlerLike | undefined> {
  if (proxy === undefined) return undefined;
  return createHandler(typeof proxy === "string" ? await createAgent(proxy) : proxy);
}

const peer: OptionalPeer = {
  name: "https-proxy-agent",
  feature: "The `proxy` option with a URL",
  instead: "pass an http.Agent of your own as `proxy`",
  uses: ["HttpsProxyAgent"],
};

async function createAgent(url: string): Promise<object> {
  const { HttpsProxyAgent } = requireUses(await import("https-proxy-agent").catch(missingPeer(peer)), peer);
  try {
    return new HttpsProxyAgent(url, { keepAlive: true });
  } catch {
    // No cause: the text of that error quotes the URL, which may hold a password.
    throw new AwsConfigurationError("The proxy's URL cannot be used. Check proxy, HTTPS_PROXY and HTTP_PROXY.", {
      code: "CONFIG_INVALID_OPTION",
    });
  }
}
