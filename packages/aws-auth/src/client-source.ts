import { privateOptions, type AwsOptions } from "./aws-options.ts";
import { realRegion } from "./check-options.ts";
import { clientKey, identityKey } from "./client-key.ts";
import { ClientRegistry, type ClientEntry } from "./client-registry.ts";
import type { AwsClientLike } from "./client.ts";
import { configuredEndpoint } from "./configured-endpoint.ts";
import { findRegion } from "./find-region.ts";
import { resolveIdentity, type Identity } from "./identity.ts";
import { inheritedIdentity, inheritedHandler, injectedRegion } from "./injected-client.ts";
import { guardBearerToken } from "./guard-bearer-token.ts";
import { objectNumber } from "./object-number.ts";
import { once } from "./once.ts";
import type { AwsService } from "./options.ts";
import { buildRequestHandler } from "./request-handler.ts";
import { resolveClientConfig, type ResolvedClientConfig } from "./resolve-client-config.ts";
import { platform } from "#platform";

/** How one object gets its client. */
export interface ClientSourceSettings<Client> {
  service: AwsService;
  options: AwsOptions;
  /** The region inside the model's ARN, which beats the environment's. */
  modelArnRegion?: string;
  /** The package and its version, for the user agent. */
  userAgent: [name: string, version: string];
  /** Builds the client. The dynamic import of the AWS SDK happens in here, so that importing a package loads none. */
  create(config: ResolvedClientConfig): Client | Promise<Client>;
}

/** Where an object gets its client from. Nothing happens before the first call. */
export interface ClientSource<Client> {
  /**
   * The injected client, or the one shared by all objects with equal settings, built at the first call.
   *
   * @throws AwsRegionError when there is no region
   */
  get(): Promise<Client>;
  /**
   * The region that requests are signed for.
   *
   * @throws AwsRegionError when there is none
   */
  region(): Promise<string>;
  /** A text that is equal for equal identities and holds no secret. */
  identity(): Promise<string>;
  /** Gives the client up; the last object that does so closes its connections. An injected client is left alone. */
  dispose(): Promise<void>;
  readonly injected: boolean;
}

const registry = new ClientRegistry();

/**
 * Gives up every shared client: connections close when their requests have ended. Objects go on working, with new
 * clients. For the end of tests.
 */
export const disposeAllClients = (): Promise<void> => registry.clear();

/** How many shared clients there are. */
export const sharedClientCount = (): number => registry.size;

/** Where an object with these options gets the client of its service. */
export function createClientSource<Client extends AwsClientLike>(
  settings: ClientSourceSettings<Client>,
): ClientSource<Client> {
  const { client } = privateOptions(settings.options);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller's own object, checked to have send()
  return client === undefined ? sharedSource(settings) : injectedSource(client as Client, settings);
}

/** A client that is used as it is. */
export function injectedSource<Client extends AwsClientLike>(
  client: Client,
  settings: Pick<ClientSourceSettings<Client>, "options" | "modelArnRegion">,
): ClientSource<Client> {
  const region = once(async () => (await injectedRegion(client)) ?? findRegion(settings));
  return {
    injected: true,
    get: async () => client,
    region: async () => realRegion(await region()),
    identity: async () => `client:${objectNumber(client)}`,
    dispose: async () => undefined,
  };
}

/**
 * A client that is shared by equal settings.
 *
 * @param beside an injected client whose region, identity and handler this one takes over where no option says otherwise
 */
export function sharedSource<Client extends AwsClientLike>(
  settings: ClientSourceSettings<Client>,
  beside?: object,
): ClientSource<Client> {
  const region = once(() => findRegion(settings, beside));
  const identity = once(async () => resolveIdentity(settings.options, settings.service, inheritedIdentity(beside)));
  const key = once(async () =>
    clientKey({
      ...settings,
      region: await region(),
      identity: await identity(),
      requestHandler: inheritedHandler(beside),
    }),
  );
  let held: Promise<ClientEntry> | undefined;
  const acquire = async (): Promise<ClientEntry> =>
    registry.acquire(await key(), settings.options.timeout, async () =>
      buildClient(settings, await region(), await identity(), inheritedHandler(beside)),
    );
  const entry = async (): Promise<ClientEntry> => {
    const asked = (held ??= acquire());
    const current = await asked.catch(forget);
    if (!current.retired) return current;
    // Whoever notices first asks for another one; the others take that.
    if (held === asked) held = acquire();
    return held ?? entry();
  };
  const forget = (error: unknown): never => {
    held = undefined;
    throw error;
  };
  // What the last call was given; asking the promises again for each would cost a call more than its own middleware.
  let current: { readonly entry: ClientEntry; readonly client: Client } | undefined;
  const get = async (): Promise<Client> => {
    if (current !== undefined && !current.entry.retired) return current.client;
    const found = await entry();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the key names the service and the package that built it
    current = { entry: found, client: (await found.client) as Client };
    return current.client;
  };
  return {
    injected: false,
    get,
    region: async () => realRegion(await region()),
    identity: async () => identityKey({ ...settings, identity: await identity() }),
    dispose: async () => {
      const given = await held?.catch(() => undefined);
      held = undefined;
      current = undefined;
      if (given !== undefined) await registry.release(given);
    },
  };
}

/** Who signs with keys, whatever the environment holds: there is no token to guard. */
const signsAlways: ReadonlySet<Identity["kind"]> = /* @__PURE__ */ new Set(["keys", "provider", "profile", "chain"]);

async function buildClient<Client extends AwsClientLike>(
  settings: ClientSourceSettings<Client>,
  region: string,
  identity: Identity,
  handler: object | undefined,
): Promise<Client> {
  const { options } = settings;
  const config = resolveClientConfig({
    ...settings,
    region,
    identity,
    requestHandler: handler ?? (await buildRequestHandler(options)),
    profileEndpoint: await configuredEndpoint(options, settings.service),
    ambientCredentials: platform.ambientCredentials(privateOptions(options).env),
  });
  const client = await settings.create(config);
  if (!signsAlways.has(identity.kind)) guardBearerToken(client);
  return client;
}
