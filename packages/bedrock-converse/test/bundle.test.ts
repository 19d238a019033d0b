import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createContext, runInContext } from "node:vm";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { build, type BuildOptions } from "esbuild";
import { expect, test } from "vitest";
import { models } from "./build.ts";

const aws = useLocalAws();
const connection = () => ({
  model: models.claude,
  region: aws.region,
  credentials: aws.credentials,
  endpointUrl: aws.url,
});
const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const pdf = "JVBERi0xLjQK";

/** An application of a few lines, as a bundler makes it. */
async function bundle(program: string, options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    minify: true,
    write: false,
    target: "es2023",
    conditions: ["@langchain-aws/source"],
    external: ["@aws-sdk/client-bedrock"],
    logLevel: "silent",
    ...options,
  });
  const [file] = outputFiles ?? [];
  if (file === undefined) throw new Error("The bundler wrote nothing.");
  return file.text;
}

test("[13] is called ChatBedrockConverse in a minified build, and works there", async () => {
  const program = `
    import { ChatBedrockConverse } from "../src/index.ts";
    const model = new ChatBedrockConverse(JSON.parse(process.argv[2]));
    const names = { name: model.getName(), lcName: ChatBedrockConverse.lc_name(), id: model.toJSON().id };
    model.invoke("hi").then(({ text }) => {
      console.log(JSON.stringify({ ...names, text, own: ChatBedrockConverse.name }));
    });`;
  const code = await bundle(program, { platform: "node", format: "cjs", mainFields: ["module", "main"] });
  aws.chat.script([{ text: "hello" }]);
  expect(await runInNode(code, JSON.stringify(connection()))).toEqual({
    name: "ChatBedrockConverse",
    lcName: "ChatBedrockConverse",
    id: ["langchain_aws", "chat_models", "ChatBedrockConverse"],
    text: "hello",
    // What minifying does to names; without it the others would prove nothing.
    own: expect.not.stringContaining("Bedrock"),
  });
});

/** What a program prints, as JSON, in a process of its own. */
async function runInNode(code: string, argument: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), "bundle-"));
  try {
    const file = join(folder, "program.cjs");
    await writeFile(file, code);
    const env = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };
    const { stdout } = await promisify(execFile)(process.execPath, [file, argument], { env });
    return JSON.parse(stdout);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What a browser has, as far as this package and the AWS SDK need it. No Buffer, no process, no require. */
const webNames =
  "AbortController AbortSignal ArrayBuffer Blob DataView Event EventTarget FormData Headers ReadableStream Request " +
  "Response TextDecoder TextEncoder TransformStream URL URLSearchParams Uint8Array atob btoa clearTimeout console " +
  "crypto fetch performance queueMicrotask setTimeout structuredClone";

test("[98] in a browser bundle, without Buffer and process, converts images, documents and redacted reasoning", async () => {
  const program = `
    import { ChatBedrockConverse } from "../src/index.ts";
    import { AIMessage, HumanMessage } from "@langchain/core/messages";
    globalThis.run = async (fields, png, pdf, isStreaming) => {
      const model = new ChatBedrockConverse({ ...fields, streaming: isStreaming });
      const reply = await model.invoke([
        new HumanMessage({
          content: [
            { type: "image", mimeType: "image/png", data: png },
            { type: "file", mimeType: "application/pdf", data: pdf },
            { type: "text", text: "what?" },
          ],
        }),
        new AIMessage({ content: [{ type: "reasoning_content", redactedContent: "AQI=" }, { type: "text", text: "b" }] }),
        new HumanMessage("and?"),
      ]);
      return JSON.stringify({ content: reply.content, buffer: typeof Buffer, process: typeof process });
    };`;
  const code = await bundle(program, { platform: "browser", format: "iife" });
  const context = createContext(
    Object.fromEntries(webNames.split(" ").map((name) => [name, Reflect.get(globalThis, name)])),
  );
  Object.assign(context, { window: context, self: context });
  runInContext(code, context);
  const run: unknown = Reflect.get(context, "run");
  if (typeof run !== "function") throw new Error("The bundle has set nothing.");
  aws.chat.on(/.*/, {
    blocks: [{ reasoningContent: { redactedContent: new Uint8Array([3, 4]) } }, { text: "a cat" }],
  });
  for (const isStreaming of [false, true]) {
    const result: unknown = await run(connection(), png, pdf, isStreaming);
    expect(JSON.parse(String(result))).toMatchObject({
      content: [
        { type: "reasoning_content", redactedContent: "AwQ=" },
        { type: "text", text: "a cat" },
      ],
      buffer: "undefined",
      process: "undefined",
    });
    expect(aws.lastRequest()).toMatchObject({
      operation: isStreaming ? "ConverseStream" : "Converse",
      body: {
        messages: [
          {
            role: "user",
            content: [
              { image: { format: "png", source: { bytes: png } } },
              { document: { format: "pdf", name: "document-1", source: { bytes: pdf } } },
              { text: "what?" },
            ],
          },
          { role: "assistant", content: [{ reasoningContent: { redactedContent: "AQI=" } }, { text: "b" }] },
          { role: "user", content: [{ text: "and?" }] },
        ],
      },
    });
  }
});
