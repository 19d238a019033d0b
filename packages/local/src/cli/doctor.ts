import net from "node:net";

import { type OptionalEngine, optionalEngines, toInstall } from "../engines/optional-engine.ts";
import { findMissing } from "../engines/semantic/node.ts";
import { endpointVariables } from "../environment.ts";
import { describeOldNode } from "../require-node.ts";
import { isLoopback } from "../hosts.ts";
import { type Command, print } from "./command.ts";
import { defaultPort } from "./server-options.ts";

/** One finding; a warning is something that keeps clients from reaching a server. */
export interface Finding {
  level: "ok" | "warn";
  text: string;
}

/** `doctor`: what of this machine stands in the way. */
export const doctor: Command = {
  summary: "Looks at the port, the Node version, optional engines and the variables of the shell.",
  usage: "",
  flags: {},
  async run() {
    const findings = [
      checkNode(process.versions.node),
      await checkPort(defaultPort),
      ...optionalEngines.map((engine) => checkEngine(engine, findMissing)),
      ...checkVariables(process.env),
    ];
    print(...findings.map(({ level, text }) => `${level.padEnd(5)}${text}`));
    return findings.some(({ level }) => level === "warn") ? 1 : 0;
  },
};

/** Whether an optional engine can be used. One that is absent hinders nobody who does not ask for it. */
export function checkEngine(engine: OptionalEngine, find: (packages: readonly string[]) => string[]): Finding {
  const missing = find(Object.keys(engine.packages));
  const text =
    missing.length === 0
      ? `${engine.use} is there.`
      : `${engine.use} is not there; install it where you need it: ${toInstall(engine)}`;
  return { level: "ok", text };
}

/** Whether this Node can be used. The command itself does not start where it cannot. */
export function checkNode(version: string): Finding {
  const problem = describeOldNode(version);
  return problem === undefined ? { level: "ok", text: `Node ${version}` } : { level: "warn", text: problem };
}

/** Which variables keep AWS clients of this shell from a server on the loopback. */
export function checkVariables(env: Readonly<Record<string, string | undefined>>): Finding[] {
  const endpoints = ["AWS_ENDPOINT_URL", ...Object.values(endpointVariables)].flatMap((name) => {
    const value = env[name];
    return value === undefined || value === "" ? [] : [checkEndpoint(name, value)];
  });
  const hindrances = Object.entries(hindering).flatMap(([name, { text, isHarmless }]): Finding[] => {
    const value = env[name] ?? "";
    return value === "" || isHarmless?.(value) === true ? [] : [{ level: "warn", text: `${name} is set: ${text}` }];
  });
  const none: Finding = { level: "ok", text: "No endpoint variable is set; `env` prints those of a server." };
  return [...(endpoints.length === 0 ? [none] : endpoints), ...hindrances];
}

const hindering: Readonly<Record<string, { text: string; isHarmless?: (value: string) => boolean }>> = {
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: {
    text: "the endpoint variables have no effect. Unset it.",
    isHarmless: (value) => value.toLowerCase() !== "true",
  },
  AWS_PROFILE: { text: "the SDK takes credentials from that profile, not from the variables. Unset it." },
  AWS_SESSION_TOKEN: {
    text: "it goes with every signature, and a key without a session is refused with it. Unset it, unless `env` set it.",
  },
  AWS_BEARER_TOKEN_BEDROCK: {
    text: "Bedrock clients send that token in place of keys. Unset it, or set it to local-token.",
    isHarmless: (value) => value === "local-token",
  },
};

function checkEndpoint(name: string, value: string): Finding {
  const host = URL.canParse(value) ? new URL(value).hostname.replace(/^\[|\]$/g, "") : "";
  return isLoopback(host)
    ? { level: "ok", text: `${name} points to the loopback.` }
    : { level: "warn", text: `${name} points elsewhere (${host === "" ? "no URL" : host}).` };
}

async function checkPort(port: number): Promise<Finding> {
  const isTaken = await new Promise<boolean>((resolve) => {
    const probe = net.createServer();
    probe.on("error", () => resolve(true));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(false)));
  });
  const text = isTaken ? "is taken: a server runs there, or pass --port." : "is free.";
  return { level: "ok", text: `Port ${port} ${text}` };
}
