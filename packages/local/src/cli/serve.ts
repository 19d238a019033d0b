import { createLocalAws, type LocalAws } from "../local-aws.ts";
import { describeEntry } from "../request-log.ts";
import { type Command, print, printError } from "./command.ts";
import { tokenVariable, urlVariable } from "./remote.ts";
import { defaultPort, oneOf, readServerOptions, serverFlags } from "./server-options.ts";
import { toShellLines } from "./shells.ts";

/** `serve`: an endpoint until the program is told to stop. */
export const serve: Command = {
  summary: "Serves until it is interrupted (the default command).",
  usage: `[--port ${defaultPort}] [FLAGS]`,
  flags: {
    ...serverFlags,
    log: { type: "string", value: "FORM", help: "what is printed of each request: text, json or off (text)" },
    quiet: { type: "boolean", help: "print the ready line alone" },
  },
  async run(invocation) {
    const quiet = invocation.flag("quiet");
    const form = oneOf("log", invocation.text("log"), ["text", "json", "off"] as const) ?? (quiet ? "off" : "text");
    const options = await readServerOptions(invocation, defaultPort);
    // The page shows what was answered.
    const aws = await createLocalAws({ ...options, log: { answers: true, ...options.log } });
    try {
      const interrupted = untilSignal();
      aws.onRequest((entry) => {
        if (form !== "off") printError(form === "json" ? JSON.stringify(entry) : describeEntry(entry));
      });
      print(
        `Serving AWS on ${aws.url}`,
        ...(quiet ? [] : [`Watch it on ${aws.pageUrl}`, ...toShellLines(serverVariables(aws), "sh")]),
      );
      await interrupted;
    } finally {
      await aws.close();
    }
    return 0;
  },
};

/** The variables of AWS clients, and those by which the other commands find the server. */
export function serverVariables(aws: LocalAws): Record<string, string> {
  return { ...aws.env(), [urlVariable]: aws.url, [tokenVariable]: aws.controlToken };
}

async function untilSignal(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
}
