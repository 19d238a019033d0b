import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { checkNode, checkVariables } from "../src/cli/doctor.ts";
import { parseFaultSpec } from "../src/cli/fault-spec.ts";
import { toShellLines } from "../src/cli/shells.ts";
import { createLocalAws } from "../src/index.ts";
import { converse, createClient, errorOf } from "./support/clients.ts";
import { buildProgram, type Program, type Running } from "./support/program.ts";

let program: Program;
let directory = "";
beforeAll(async () => {
  program = await buildProgram();
  ({ directory } = program);
}, 30_000);
afterAll(async () => await program.remove());

const start = (args: readonly string[], env: Record<string, string> = {}): Running => program.start(args, env);

const writeApp = async (text: string): Promise<string> => {
  const file = path.join(directory, "app.mjs");
  await writeFile(file, text);
  return file;
};

describe("run", () => {
  it("[50] gives the command its variables, its arguments and its exit code", async () => {
    const app = await writeApp(
      `const { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url, AWS_REGION, AWS_PROFILE, LANGCHAIN_AWS_LOCAL_TOKEN: token } = process.env;
       const answer = await fetch(url + "/_local/health", { headers: { "x-local-token": token } });
       console.log(JSON.stringify({ ...(await answer.json()), AWS_REGION, AWS_PROFILE, args: process.argv.slice(2) }));
       process.exit(7);`,
    );
    const args = ["run", "--region", "eu-west-1", "--", process.execPath, app, "--port", "x"];
    const { code, out } = await start(args, { AWS_PROFILE: "production", AWS_BEARER_TOKEN_BEDROCK: "t" }).ended;
    expect(code).toBe(7);
    expect(JSON.parse(out)).toMatchObject({
      status: "ok",
      region: "eu-west-1",
      AWS_REGION: "eu-west-1",
      args: ["--port", "x"],
    });
    expect(JSON.parse(out)).not.toHaveProperty("AWS_PROFILE");
  });

  it.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)("[50] forwards %s and ends with the command", async (signal) => {
    const app = await writeApp(
      `for (const name of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(name, () => { console.log("got " + name); process.exit(3); });
       setInterval(() => {}, 1000);
       console.log("ready");`,
    );
    const running = start(["run", "--", process.execPath, app]);
    await running.printed(/ready/);
    running.child.kill(signal);
    const { code, out } = await running.ended;
    expect([code, out]).toEqual([3, `ready\ngot ${signal}\n`]);
  });

  it("opens the MemoryDB port on demand, and says where it is", async () => {
    const script = "console.log(process.env.REDIS_URL)";
    const run = await start(["run", "--memorydb", "0", "--", process.execPath, "-e", script]).ended;
    expect(run.out).toMatch(/^redis:\/\/127\.0\.0\.1:\d+\n$/);
    const env = await start(["env", "--memorydb", "6380", "--shell", "dotenv"]).ended;
    expect(env.out).toMatch(/^REDIS_URL=.?redis:\/\/127\.0\.0\.1:6380/m);
    expect((await start(["serve", "--memorydb", "many"]).ended).err).toContain("--memorydb must be a number");
  });

  it("[50] says 128 + N for a command that a signal ended, 127 for none that exists", async () => {
    const app = await writeApp("process.kill(process.pid, 'SIGKILL');");
    expect((await start(["run", "--", process.execPath, app]).ended).code).toBe(137);
    const missing = await start(["run", "--", "no-such-command-here"]).ended;
    expect(missing.code).toBe(127);
    expect(missing.err).toContain("no-such-command-here");
  });

  it("wants its command behind --", async () => {
    expect(await start(["run", "node", "app.mjs"]).ended).toMatchObject({
      code: 2,
      err: expect.stringContaining("behind --"),
    });
  });
});

describe("seed", () => {
  const uuid = "00000000-0000-0000-0000-000000000001";

  it("loads the documents of a directory into the stores of a running server, however many", async () => {
    await using aws = await createLocalAws();
    const documents = path.join(directory, "documents");
    await mkdir(documents, { recursive: true });
    const lines = Array.from({ length: 3_000 }, (_, index) =>
      JSON.stringify({ text: `Fact ${index}. ${"word ".repeat(50)}`, index }),
    );
    await writeFile(path.join(documents, "facts.jsonl"), lines.join("\n"));
    const env = { LANGCHAIN_AWS_LOCAL_URL: aws.url, LANGCHAIN_AWS_LOCAL_TOKEN: aws.controlToken };
    const seed = ["seed", "--uri-prefix", "s3://facts/"];
    expect(await start([...seed, "--kb", "KB00000001", documents], env).ended).toMatchObject({
      code: 0,
      out: "Loaded 3000 documents: 3000 can be found.\n",
    });
    expect(aws.kb("KB00000001").size).toBe(3_000);
    expect((await start([...seed, "--kendra", uuid, documents], env).ended).code).toBe(0);
    expect(aws.kendra(uuid).size).toBe(3_000);
  });

  it.each([
    [["seed", "a"], 2, "pass one of --kb ID and --kendra ID"],
    [["seed", "--kb", "KB00000001"], 2, "name a file or a directory"],
    [["seed", "--kb", "KB00000001", "none.md"], 1, "none.md"],
    [["seed", "--kb", "short", "package.json"], 1, "ten letters and digits"],
  ])("says what is wrong with %j", async (args, code, message) => {
    await using aws = await createLocalAws();
    const env = { LANGCHAIN_AWS_LOCAL_URL: aws.url, LANGCHAIN_AWS_LOCAL_TOKEN: aws.controlToken };
    await writeFile(path.join(directory, "package.json"), '{"text":"a"}');
    expect(await start(args, env).ended).toMatchObject({ code, err: expect.stringContaining(message) });
  });
});

describe("serve", () => {
  it("[50] prints the URL and the variables when it is ready, and stops cleanly", async () => {
    const running = start(["serve", "--port", "0"]);
    const text = await running.printed(/LANGCHAIN_AWS_LOCAL_TOKEN='.*'\n/);
    const url = /^Serving AWS on (http:\/\/127\.0\.0\.1:\d+)\n/.exec(text)?.[1] ?? "";
    expect(text).toContain(`export AWS_ENDPOINT_URL_BEDROCK_RUNTIME='${url}'\n`);
    expect(text).toContain("export AWS_REGION='us-east-1'\nexport AWS_DEFAULT_REGION='us-east-1'\n");
    expect((await fetch(`${url}/nowhere`)).status).toBe(404);
    await running.printed(/GET \/nowhere unknown operation attempt 1 -> 404 UnknownOperationException/);
    running.child.kill("SIGINT");
    expect((await running.ended).code).toBe(0);
  });

  it("[50] exits with 1 and the reason when its port is taken", async () => {
    await using taken = await createLocalAws();
    expect(await start(["--port", String(taken.port)]).ended).toEqual({
      code: 1,
      out: "",
      err: `langchain-aws-local serve: createLocalAws: 127.0.0.1:${taken.port} is taken. Pass another \`port\`, or 0 for any that is free.\n`,
    });
  });

  it("prints the ready line alone with --quiet, and requests as JSON with --log json", async () => {
    const running = start(["--port", "0", "--quiet", "--log", "json"]);
    const text = await running.printed(/\n/);
    expect(text).toMatch(/^Serving AWS on http:\/\/127\.0\.0\.1:\d+\n$/);
    await fetch(`${text.trim().split(" ").at(-1)}/nowhere`);
    await running.printed(/\}\n/);
    running.child.kill("SIGTERM");
    expect(JSON.parse((await running.ended).err)).toMatchObject({ method: "GET", path: "/nowhere", status: 404 });
  });

  it("takes options from a file, and flags over them", async () => {
    const json = path.join(directory, "local.config.json");
    const module = path.join(directory, "local.config.mjs");
    await writeFile(json, JSON.stringify({ port: 0, region: "eu-west-1", accountId: "111111111111" }));
    await writeFile(
      module,
      "export default { port: 0, region: 'eu-west-3', responders: [() => ({ text: 'configured' })] };",
    );
    expect(await start(["env", "--config", json]).ended).toMatchObject({
      code: 0,
      out: expect.stringContaining("AWS_REGION='eu-west-1'"),
    });
    const { out } = await start(["env", "--config", module, "--region", "sa-east-1"]).ended;
    expect(out).toContain("AWS_REGION='sa-east-1'");
    await writeFile(json, JSON.stringify({ prot: 1 }));
    expect(await start(["--config", json]).ended).toMatchObject({
      code: 1,
      err: expect.stringContaining("unknown option `prot`"),
    });
    await writeFile(json, "{");
    expect(await start(["--config", json]).ended).toMatchObject({
      code: 2,
      err: expect.stringContaining("is not JSON"),
    });
  });

  it.each([
    [["serve", "--upstream", "x"], "Unknown option '--upstream'. Known: --port,"],
    [["serve", "--port", "x"], "--port must be a number from 0 to 65535."],
    [["serve", "--auth", "loose"], "--auth must be one of strict, lenient, off."],
    [["serve", "--embeddings", "words"], "--embeddings must be one of hash, semantic."],
    [["serve", "--tls-key", "x"], "--tls-key and --tls-cert belong together."],
    [["serve", "--fault", "Converse:trottle"], '"trottle" is no member of a fault.'],
    [["requests"], "no control token."],
    [["faults", "drop"], 'unknown action "drop".'],
    [["snapshot"], 'Unknown command "snapshot".'],
  ])("%j exits with 2", async (args, message) => {
    expect(await start(args).ended).toMatchObject({ code: 2, out: "", err: expect.stringContaining(message) });
  });

  it("explains itself", async () => {
    expect((await start(["help"]).ended).out).toMatch(/^Usage: langchain-aws-local \[COMMAND\]/);
    expect((await start(["run", "--help"]).ended).out).toMatch(/^Usage: langchain-aws-local run \[FLAGS\] -- COMMAND/);
  });
});

describe("commands for a running server", () => {
  it("requests prints its log, and follows it", async () => {
    await using aws = await createLocalAws();
    const client = createClient(aws);
    await converse(client);
    const env = { LANGCHAIN_AWS_LOCAL_URL: aws.url, LANGCHAIN_AWS_LOCAL_TOKEN: aws.controlToken };
    const all = await start(["requests", "--json", "--operation", "Converse"], env).ended;
    expect(JSON.parse(all.out)).toEqual(aws.lastRequest());
    const following = start(["requests", "--follow"], env);
    await following.printed(/bedrock-runtime Converse attempt 1 -> 200/);
    await aws.waitForRequest({ endedBy: "answer" });
    following.child.kill("SIGTERM");
    await following.ended;
  });

  it("faults adds, lists and clears its rules", async () => {
    await using aws = await createLocalAws();
    const env = { LANGCHAIN_AWS_LOCAL_URL: aws.url, LANGCHAIN_AWS_LOCAL_TOKEN: aws.controlToken };
    expect(await start(["faults", "add", "Converse:throttle=Slow down.,times=1"], env).ended).toMatchObject({
      code: 0,
      out: '[{"id":"fault-1"}]\n',
    });
    expect(await errorOf(converse(createClient(aws, { maxAttempts: 1 })))).toMatchObject({
      name: "ThrottlingException",
      message: "Slow down.",
    });
    expect(JSON.parse((await start(["faults", "list"], env).ended).out)).toMatchObject({
      faults: [{ id: "fault-1", applied: 1 }],
    });
    expect((await start(["faults", "clear"], env).ended).code).toBe(0);
    expect(aws.faults.list()).toEqual([]);
  });

  it("say when there is none, and when the token is wrong", async () => {
    await using aws = await createLocalAws();
    const wrong = await start(["requests", "--url", aws.url, "--token", "wrong"]).ended;
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining("the server answered 403") });
    const port = aws.port;
    await aws.close();
    const none = await start(["requests", "--url", `http://127.0.0.1:${port}`, "--token", "t"]).ended;
    expect(none).toMatchObject({ code: 1, err: expect.stringContaining("no server answers on") });
  });
});

describe("parts", () => {
  it.each([
    ["Converse:throttle,every=3", { match: { operation: "Converse" }, when: { every: 3 }, do: { throttle: true } }],
    ["latencyMs=20,jitterMs=5.5", { match: {}, when: {}, do: { latencyMs: 20, jitterMs: 5.5 } }],
    [
      "ConverseStream:afterEvents=3,drop",
      { match: { operation: "ConverseStream" }, when: {}, do: { afterEvents: 3, drop: true } },
    ],
    [
      "service=bedrock,exception=throttlingException",
      { match: { service: "bedrock" }, when: {}, do: { exception: "throttlingException" } },
    ],
    ['{"do":{"expireCredentials":{"after":2}}}', { do: { expireCredentials: { after: 2 } } }],
  ])("reads the fault %s", (spec, fault) => {
    expect(parseFaultSpec(spec)).toEqual(fault);
  });

  it.each(["", "Converse:", "{", '{"do":{}}', "latencyMs=x"])("refuses the fault %j", (spec) => {
    expect(() => parseFaultSpec(spec)).toThrow(expect.objectContaining({ name: "UsageError" }));
  });

  it("quotes values for each shell", () => {
    const variables = { A: 'it\'s $5 \\ "x"' };
    expect(toShellLines(variables, "sh")).toEqual([`export A='it'\\''s $5 \\ "x"'`]);
    expect(toShellLines(variables, "fish")).toEqual([`set -gx A 'it\\'s $5 \\\\ "x"'`]);
    expect(toShellLines(variables, "powershell")).toEqual([`$env:A = 'it''s $5 \\ "x"'`]);
    expect(toShellLines(variables, "dotenv")).toEqual([`A="it's \\$5 \\\\ \\"x\\""`]);
  });

  it("doctor warns of what leads elsewhere", () => {
    expect(checkNode("20.19.0").level).toBe("ok");
    expect(checkNode("20.18.9").level).toBe("warn");
    const env = {
      AWS_ENDPOINT_URL_BEDROCK: "http://127.0.0.1:4599",
      AWS_ENDPOINT_URL: "https://bedrock.example.com/x",
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true",
      AWS_PROFILE: "",
    };
    expect(checkVariables(env)).toEqual([
      { level: "warn", text: "AWS_ENDPOINT_URL points elsewhere (bedrock.example.com)." },
      { level: "ok", text: "AWS_ENDPOINT_URL_BEDROCK points to the loopback." },
      {
        level: "warn",
        text: "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is set: the endpoint variables have no effect. Unset it.",
      },
    ]);
    expect(checkVariables({})).toEqual([
      { level: "ok", text: "No endpoint variable is set; `env` prints those of a server." },
    ]);
  });
});
