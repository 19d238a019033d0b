import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

import type { LocalAwsOptions } from "../options.ts";
import { type Flags, type Invocation, UsageError } from "./command.ts";
import { parseFaultSpec } from "./fault-spec.ts";

/** The port of `serve`, so that one can write it down. */
export const defaultPort = 4599;

/** The flags of the commands that start a server, or say where one is to be. */
export const serverFlags = {
  port: { type: "string", value: "N", help: "0 for any that is free" },
  host: { type: "string", value: "ADDRESS", help: "the address to bind (127.0.0.1)" },
  "allow-remote": { type: "boolean", help: "allow a --host that other machines reach" },
  "tls-key": { type: "string", value: "FILE", help: "a PEM key: the port speaks TLS" },
  "tls-cert": { type: "string", value: "FILE", help: "the PEM certificate of the key" },
  region: { type: "string", value: "NAME", help: "(us-east-1)" },
  config: { type: "string", value: "FILE", help: "options as .json, or as the default export of an .mjs" },
  validation: { type: "string", value: "MODE", help: "current, strict2024 or off" },
  auth: { type: "string", value: "MODE", help: "strict, lenient or off" },
  embeddings: { type: "string", value: "ENGINE", help: "hash or semantic" },
  upstream: {
    type: "string",
    value: "URL",
    help: "an OpenAI-compatible server that answers: http://127.0.0.1:11434/v1",
  },
  "upstream-model": { type: "string", value: "NAME", help: "the model it is asked for (the first that it lists)" },
  "allow-remote-upstream": { type: "boolean", help: "allow an --upstream that is not on this machine" },
  memorydb: { type: "string", value: "N", help: "a MemoryDB cluster on this port; 0 for any that is free" },
  data: { type: "string", value: "DIR", help: "keep what is stored in this directory" },
  fault: { type: "string", multiple: true, value: "SPEC", help: "as Converse:throttle,every=3; may be repeated" },
} as const satisfies Flags;

/** The options of a server: those of the configuration file, and over them the flags. */
export async function readServerOptions(invocation: Invocation, fallbackPort: number): Promise<LocalAwsOptions> {
  const file = invocation.text("config");
  const configured = file === undefined ? {} : await readConfig(file);
  const port = invocation.text("port");
  const faults = invocation.texts("fault").map(parseFaultSpec);
  const tls = await readTls(invocation.text("tls-key"), invocation.text("tls-cert"));
  const mode = invocation.text("auth");
  const memorydb = invocation.text("memorydb");
  return {
    port: fallbackPort,
    ...configured,
    ...(port === undefined ? {} : { port: toPort(port) }),
    ...given("host", invocation.text("host")),
    ...given("region", invocation.text("region")),
    ...given("dataDir", invocation.text("data")),
    ...(invocation.flag("allow-remote") ? { allowRemote: true } : {}),
    ...(tls === undefined ? {} : { tls }),
    ...given(
      "validation",
      oneOf("validation", invocation.text("validation"), ["current", "strict2024", "off"] as const),
    ),
    ...given("upstream", readUpstream(invocation, configured.upstream)),
    ...given("embeddings", oneOf("embeddings", invocation.text("embeddings"), ["hash", "semantic"] as const)),
    ...(mode === undefined
      ? {}
      : { auth: { ...configured.auth, ...given("mode", oneOf("auth", mode, ["strict", "lenient", "off"] as const)) } }),
    ...(memorydb === undefined
      ? {}
      : {
          memorydb: {
            ...(typeof configured.memorydb === "object" ? configured.memorydb : {}),
            port: toPort(memorydb, "memorydb"),
          },
        }),
    ...(faults.length === 0 ? {} : { faults: [...(configured.faults ?? []), ...faults] }),
  };
}

/** @throws UsageError when `value` is not one of `allowed` */
export function oneOf<T extends string>(flag: string, value: string | undefined, allowed: readonly T[]): T | undefined {
  if (value === undefined) return undefined;
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new UsageError(`--${flag} must be one of ${allowed.join(", ")}.`);
  return found;
}

function given<T>(name: string, value: T | undefined): Record<string, T> {
  return value === undefined ? {} : { [name]: value };
}

/** The key of an upstream server is no flag, since others see the arguments of a process: it belongs into --config. */
function readUpstream(
  invocation: Invocation,
  configured: LocalAwsOptions["upstream"],
): LocalAwsOptions["upstream"] | undefined {
  const [url, model] = [invocation.text("upstream"), invocation.text("upstream-model")];
  const allowRemote = invocation.flag("allow-remote-upstream");
  if (url === undefined && model === undefined && !allowRemote) return undefined;
  const before = typeof configured === "string" ? { url: configured } : configured;
  const upstream = url ?? before?.url;
  if (upstream === undefined) {
    throw new UsageError(
      `--${model === undefined ? "allow-remote-upstream" : "upstream-model"} needs an --upstream URL.`,
    );
  }
  return {
    ...before,
    url: upstream,
    ...given("model", model),
    ...(allowRemote ? { allowRemote } : {}),
  };
}

function toPort(text: string, flag = "port"): number {
  if (!/^\d{1,5}$/.test(text)) throw new UsageError(`--${flag} must be a number from 0 to 65535.`);
  return Number(text);
}

async function readTls(key: string | undefined, cert: string | undefined): Promise<LocalAwsOptions["tls"]> {
  if (key === undefined && cert === undefined) return undefined;
  if (key === undefined || cert === undefined) throw new UsageError("--tls-key and --tls-cert belong together.");
  return { key: await readFile(key, "utf8"), cert: await readFile(cert, "utf8") };
}

/** What the file holds is checked with the other options, when the server starts. */
async function readConfig(file: string): Promise<LocalAwsOptions> {
  const config: unknown = /\.[cm]?js$/.test(file)
    ? await importDefault(file)
    : parseJson(await readFile(file, "utf8"), file);
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    throw new UsageError(`--config ${file} must hold an object of options.`);
  }
  return config;
}

async function importDefault(file: string): Promise<unknown> {
  const module: unknown = await import(pathToFileURL(path.resolve(file)).href);
  return typeof module === "object" && module !== null && "default" in module ? module.default : undefined;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--config ${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
