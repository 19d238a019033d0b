import { randomBytes } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { missingPeer, type OptionalPeer, requireUses } from "@langchain-aws/core";
import type { createClient, createCluster } from "@redis/client";
import {
  isNodeRedis,
  isNodeRedisCluster,
  NodeRedisClient,
  NodeRedisCluster,
  type NodeRedisLike,
} from "../clients/node-redis-client.ts";
import type { MemoryDBClient } from "../clients/memorydb-client.ts";
import type { ConnectionSettings } from "../connection/connection-fields.ts";
import { isPassing, mapServerError, serverCode } from "../connection/map-server-error.ts";
import { backOff, withinTime } from "../connection/wait.ts";
import { MemoryDBConfigError, MemoryDBConnectionError } from "../errors.ts";
import { createTokenSource, type TokenSource } from "../iam.ts";
import type { Platform } from "./platform.ts";

interface NodeRedis {
  createClient: typeof createClient;
  createCluster: typeof createCluster;
}
type ClientOptions = NonNullable<Parameters<NodeRedis["createClient"]>[0]>;

/** What is used of a client or a cluster; their own types differ by options that are of no interest here. */
interface Openable {
  on(event: "error", listener: (error: unknown) => void): unknown;
  connect(): Promise<unknown>;
  destroy(): void;
}

interface Nodes {
  readonly masters: readonly object[];
  readonly replicas: readonly object[];
}

const defaultReauthenticateMs = 10 * 3_600_000;

async function connect(settings: ConnectionSettings): Promise<MemoryDBClient> {
  const redis = await loadClient();
  const tokens = settings.iam === undefined ? undefined : createTokenSource(settings.iam);
  // The client would try again for as long as it may, and then say that the server cannot be reached.
  await tokens?.create();
  const options = clientOptions(settings, tokens);
  const { cluster } = settings;
  if (cluster === true) return await openCluster(redis, settings, options, tokens);
  const created = requireUses(redis.createClient(options), { ...peer, uses: ["destroy"] }, MemoryDBConfigError);
  await open(created, settings);
  const single = asLike(created, isNodeRedis);
  if (cluster === "auto" && (await isClusterNode(single))) {
    single.destroy();
    return await openCluster(redis, settings, options, tokens);
  }
  const stop = reauthenticate(settings, tokens, () => [single]);
  return closing(new NodeRedisClient(single, true), stop);
}

async function openCluster(
  redis: NodeRedis,
  settings: ConnectionSettings,
  { url, ...defaults }: ClientOptions,
  tokens: TokenSource | undefined,
): Promise<MemoryDBClient> {
  const cluster = redis.createCluster({
    rootNodes: [url === undefined ? {} : { url }],
    defaults: { ...defaults, ...credentialsOf(url) },
    useReplicas: settings.readFrom === "replica",
    RESP: 2,
  });
  await open(cluster, settings);
  const stop = reauthenticate(settings, tokens, () => liveNodes(cluster));
  return closing(new NodeRedisCluster(asLike(cluster, isNodeRedisCluster), true), stop);
}

async function loadClient(): Promise<NodeRedis> {
  return requireUses(
    await import("@redis/client").catch(missingPeer(peer, MemoryDBConfigError)),
    peer,
    MemoryDBConfigError,
  );
}

const peer: OptionalPeer = {
  name: "@redis/client",
  feature: "Connecting to a server",
  instead: "pass a `client` of yours",
  uses: ["createClient", "createCluster"],
};

/** RESP2, because the engines answer searches in RESP3 each in its own way. */
function clientOptions(settings: ConnectionSettings, tokens: TokenSource | undefined): ClientOptions {
  const { url = "", tls, username, password, connectTimeoutMs } = settings;
  const timing = {
    connectTimeout: connectTimeoutMs,
    reconnectStrategy: (attempt: number, cause: Error) =>
      isPassing(cause) || serverCode(cause) === undefined ? backOff(attempt) : cause,
  };
  // Said in the settings too: a cluster's other nodes are known by host and port, without the scheme of the URL.
  const isSecure = tls === true || typeof tls === "object" || url.startsWith("rediss:");
  const secured = isSecure ? { ...(typeof tls === "object" ? tls : {}), tls: true as const } : {};
  return {
    url,
    RESP: 2,
    socket: { ...timing, ...secured },
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tokens === undefined
      ? {}
      : {
          credentialsProvider: {
            type: "async-credentials-provider" as const,
            credentials: async () => ({ username: tokens.userName, password: await tokens.create() }),
          },
        }),
  };
}

/** A cluster's other nodes have addresses without a user. */
function credentialsOf(url: string | undefined): { username?: string; password?: string } {
  const { username, password } = new URL(url ?? "redis://localhost");
  return {
    ...(username === "" ? {} : { username: decodeURIComponent(username) }),
    ...(password === "" ? {} : { password: decodeURIComponent(password) }),
  };
}

async function open(client: Openable, { commandTimeoutMs }: ConnectionSettings): Promise<void> {
  let last: unknown;
  client.on("error", (error: unknown) => (last = error));
  try {
    await withinTime(
      client.connect(),
      commandTimeoutMs,
      () =>
        new MemoryDBConnectionError(`No connection within ${commandTimeoutMs} ms. Is the server reachable from here?`, {
          cause: last,
        }),
    );
  } catch (error) {
    giveUp(client);
    // A cluster says only that no node could be asked; why is what it told the listener.
    const isVague = error instanceof Error && error.constructor.name === "RootNodesUnavailableError";
    throw mapServerError(isVague ? (last ?? error) : error, { command: "Connecting" });
  }
}

/** A client that was never open refuses to be closed. */
function giveUp(client: Openable): void {
  try {
    client.destroy();
  } catch {
    // Nothing is left to close.
  }
}

/** A user that may not ask is taken to be on a single server. */
async function isClusterNode(client: NodeRedisLike): Promise<boolean> {
  try {
    return /^cluster_enabled:1/m.test(String(await client.sendCommand(["INFO", "cluster"])));
  } catch (error) {
    if (serverCode(error) === "NOPERM") return false;
    client.destroy();
    throw mapServerError(error, { command: "INFO" });
  }
}

function reauthenticate(
  { iam }: ConnectionSettings,
  tokens: TokenSource | undefined,
  live: () => readonly NodeRedisLike[],
): () => void {
  if (iam === undefined || tokens === undefined) return ignore;
  const again = async (): Promise<void> => {
    for (const client of live()) {
      const token = await tokens.create();
      await client.sendCommand(["AUTH", tokens.userName, token]).catch(ignore);
    }
  };
  const timer = setInterval(() => void again().catch(ignore), iam.reauthenticateEveryMs ?? defaultReauthenticateMs);
  timer.unref?.();
  return () => clearInterval(timer);
}

function liveNodes(cluster: Nodes): NodeRedisLike[] {
  return [...cluster.masters, ...cluster.replicas].flatMap((node) => {
    const client: unknown = Reflect.get(node, "client");
    return isNodeRedis(client) ? [client] : [];
  });
}

function closing(client: NodeRedisClient | NodeRedisCluster, stop: () => void): MemoryDBClient {
  const close = client.close.bind(client);
  client.close = async () => {
    stop();
    await close();
  };
  return client;
}

/** Its own types are narrower than what is sent here: any command, bytes among its words. */
function asLike<Like>(client: unknown, isLike: (value: unknown) => value is Like): Like {
  if (!isLike(client))
    throw new MemoryDBConfigError("This release of @redis/client is not known. Install version 5 or 6.", {
      code: "CONFIG_WRONG_PACKAGE",
    });
  return client;
}

async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    await writeFile(temporary, text);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function ignore(): void {}

/** Node: sockets through `@redis/client`, and files. */
export const platform: Platform = { connect, readFile: readIfThere, writeFile: writeWhole };
