import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import { build, type BuildOptions, type BuildResult } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";
import type { AwsClientFields } from "../src/index.ts";
import { chatReply } from "./support/recording-handler.ts";

const entry = fileURLToPath(new URL("support/edge/worker.ts", import.meta.url));

const bundle = (condition: string): Promise<BuildResult<BuildOptions & { metafile: true; write: false }>> =>
  build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    format: "iife",
    globalName: "worker",
    // As the bundlers of these runtimes do: the AWS SDK itself knows browsers only.
    platform: "browser",
    conditions: ["@langchain-aws/source", condition],
    logLevel: "silent",
  });

interface Sent {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Runs a bundle where there is no Node: the globals of the web, and a `fetch` that answers by itself. */
function runWorker(code: string): { ask: (fields: AwsClientFields) => Promise<string>; sent: Sent[] } {
  const sent: Sent[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    sent.push({ url: request.url, headers: Object.fromEntries(request.headers) });
    return Response.json(chatReply);
  };
  const web = {
    fetch,
    Request,
    Response,
    Headers,
    ReadableStream,
    TransformStream,
    WritableStream,
    Blob,
    URL,
    URLSearchParams,
    TextEncoder,
    TextDecoder,
    AbortController,
    AbortSignal,
    setTimeout,
    clearTimeout,
    crypto,
    performance,
    atob,
    btoa,
    console,
    structuredClone,
    queueMicrotask,
    // One realm for bytes: what TextEncoder makes must be what the bundle knows as a Uint8Array.
    Uint8Array,
    ArrayBuffer,
    DataView,
  };
  const context = createContext({ ...web });
  runInContext(`globalThis.self = globalThis; ${code}; globalThis.worker = worker;`, context);
  return { ask: context["worker"].ask, sent };
}

describe.each(["browser", "workerd", "edge-light", "edge"])("[50] a bundle for %s", (condition) => {
  let built: Awaited<ReturnType<typeof bundle>>;

  beforeAll(async () => {
    built = await bundle(condition);
  });

  test("imports nothing of Node", () => {
    const imports = Object.values(built.metafile.inputs).flatMap((input) => input.imports);
    expect(imports.filter(({ external, path }) => external === true || path.startsWith("node:"))).toEqual([]);
    expect(
      Object.keys(built.metafile.inputs).filter((path) =>
        /src\/node\.ts$|node-http-handler|credential-provider/.test(path),
      ),
    ).toEqual([]);
  });

  test("sends a bearer token with a region, through fetch", async () => {
    const { ask, sent } = runWorker(built.outputFiles[0]?.text ?? "");
    expect(await ask({ apiKey: "edge-token", region: "eu-west-1" })).toBe("hi");
    expect(sent).toEqual([
      {
        url: "https://bedrock-runtime.eu-west-1.amazonaws.com/model/anthropic.x/converse",
        headers: expect.objectContaining({ authorization: "Bearer edge-token" }),
      },
    ]);
  });

  test("signs with keys", async () => {
    const { ask, sent } = runWorker(built.outputFiles[0]?.text ?? "");
    await ask({ region: "eu-west-1", awsAccessKeyId: "AKIDEDGE", awsSecretAccessKey: "s" });
    expect(sent[0]?.headers["authorization"]).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEDGE\//);
  });

  test("says what is missing, and what needs Node", async () => {
    const { ask } = runWorker(built.outputFiles[0]?.text ?? "");
    await expect(ask({ region: "eu-west-1" })).rejects.toThrow("no default credential chain");
    await expect(ask({ apiKey: "t" })).rejects.toThrow("No AWS region");
    await expect(ask({ profile: "p1" })).rejects.toThrow("credentialsProfileName needs Node");
    await expect(ask({ apiKey: "t", region: "eu-west-1", proxy: "env" })).rejects.toThrow("proxy needs Node");
  });
});
