import { toEnvironment } from "../environment.ts";
import { resolveOptions } from "../resolve-options.ts";
import { type Command, print } from "./command.ts";
import { urlVariable } from "./remote.ts";
import { defaultPort, oneOf, readServerOptions, serverFlags } from "./server-options.ts";
import { shells, type Shell, toShellLines } from "./shells.ts";

const shellNames: readonly Shell[] = ["sh", "fish", "powershell", "dotenv"];

/** `env`: the variables of a server that runs, or that is to run with the same flags. */
export const env: Command = {
  summary: "Prints the variables that send AWS clients to a server.",
  usage: "[--shell sh] [--url URL] [FLAGS of the server]",
  flags: {
    ...serverFlags,
    shell: { type: "string", value: "NAME", help: `${Object.keys(shells).join(", ")} (sh)` },
    url: { type: "string", value: "URL", help: `where the server is (${urlVariable}, or the flags)` },
  },
  async run(invocation) {
    const shell = oneOf("shell", invocation.text("shell"), shellNames) ?? "sh";
    const options = resolveOptions(await readServerOptions(invocation, defaultPort));
    const host = options.host.includes(":") ? `[${options.host}]` : options.host;
    const intended = `${options.tls === undefined ? "http" : "https"}://${host}:${options.port}`;
    const url = invocation.text("url") ?? process.env[urlVariable] ?? intended;
    const [accessKeyId = "", key = { secretAccessKey: "" }] = Object.entries(options.auth.keys)[0] ?? [];
    const { memorydb } = options;
    const memorydbUrl = memorydb && `${options.tls === undefined ? "redis" : "rediss"}://${host}:${memorydb.port}`;
    print(...toShellLines(toEnvironment({ url, region: options.region, accessKeyId, key, memorydbUrl }), shell));
    return 0;
  },
};
