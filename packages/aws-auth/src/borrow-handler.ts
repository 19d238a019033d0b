import type { RequestHandlerLike } from "./proxy-handler.ts";

const borrowed = new WeakMap<object, RequestHandlerLike>();

/**
 * A caller's request handler for a client of ours: it does everything but close the caller's connections when that
 * client is given up. The same object for the same handler.
 */
export function borrowHandler(handler: object): RequestHandlerLike {
  const known = borrowed.get(handler);
  if (known !== undefined) return known;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its handle() was looked for; the rest is optional
  const owner = handler as RequestHandlerLike;
  const loan: RequestHandlerLike = {
    metadata: owner.metadata,
    handle: (request, options) => owner.handle(request, options),
    destroy: () => undefined,
    updateHttpClientConfig: (key, value) => owner.updateHttpClientConfig?.(key, value),
    httpHandlerConfigs: () => owner.httpHandlerConfigs?.() ?? {},
  };
  borrowed.set(handler, loan);
  return loan;
}
