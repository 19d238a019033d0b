import { describeEntry, type RequestEntry } from "../request-log.ts";
import { type Command, print } from "./command.ts";
import { callControl, remoteFlags } from "./remote.ts";

/** `requests`: the log of a running server. */
export const requests: Command = {
  summary: "Prints the requests that a running server received.",
  usage: "[--follow] [--json]",
  flags: {
    ...remoteFlags,
    service: { type: "string", value: "NAME", help: "those of one service" },
    operation: { type: "string", value: "NAME", help: "those of one operation" },
    follow: { type: "boolean", help: "go on with what comes, until interrupted" },
    json: { type: "boolean", help: "one JSON object a line" },
  },
  async run(invocation) {
    const query = new URLSearchParams();
    for (const name of ["service", "operation"]) {
      const value = invocation.text(name);
      if (value !== undefined) query.set(name, value);
    }
    const show = (entry: RequestEntry): void =>
      print(invocation.flag("json") ? JSON.stringify(entry) : describeEntry(entry));
    const answer = await callControl(invocation, "GET", `requests?${query.toString()}`);
    const { requests: entries } = toLog(await answer.json());
    entries.forEach(show);
    if (!invocation.flag("follow")) return 0;
    query.set("follow", "1");
    for await (const line of lines(await callControl(invocation, "GET", `requests?${query.toString()}`)))
      show(JSON.parse(line));
    return 0;
  },
};

/** The entries are the server's own, and it is of this package. */
function toLog(body: unknown): { requests: RequestEntry[] } {
  if (typeof body === "object" && body !== null && "requests" in body && Array.isArray(body.requests)) {
    return { requests: body.requests };
  }
  throw new Error("the server's answer holds no requests.");
}

async function* lines({ body }: Response): AsyncGenerator<string> {
  let rest = "";
  for await (const text of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const found = (rest + text).split("\n");
    rest = found.pop() ?? "";
    yield* found;
  }
}
