import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { useLocalAws } from "@langchain-aws/local/vitest";
import { build } from "esbuild";
import { HttpsProxyAgent } from "https-proxy-agent";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { disposeAllClients } from "../src/index.ts";
import { parseNoProxy } from "../src/proxy.ts";
import { localFields } from "./support/local-fields.ts";
import { TinyChat, type TinyChatFields } from "./support/tiny-chat.ts";

const aws = useLocalAws();

afterEach(async () => {
  vi.unstubAllEnvs();
  await disposeAllClients();
});

interface ConnectProxy {
  readonly url: string;
  readonly tunnels: { readonly target: string; readonly authorization: string | undefined }[];
}

/** A proxy that opens the tunnels it is asked for, and remembers them. */
async function startProxy(): Promise<ConnectProxy> {
  const tunnels: ConnectProxy["tunnels"] = [];
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on("connect", (request: IncomingMessage, client, head: Buffer) => {
    tunnels.push({ target: request.url ?? "", authorization: request.headers["proxy-authorization"] });
    const [host, port] = (request.url ?? "").split(":");
    const upstream = connect(Number(port), host, () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [upstream, client]) socket.on("error", () => undefined);
    onTestFinished(() => void upstream.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has such an address
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tunnels };
}

const ask = async (fields: TinyChatFields): Promise<string> =>
  (await new TinyChat({ ...localFields(aws), ...fields }).invoke("hello")).text;

describe("the proxy option", () => {
  test("as a URL sends every request through it, with its credentials, on one kept connection", async () => {
    const proxy = await startProxy();
    const url = proxy.url.replace("http://", "http://user:p%40ss@");
    const model = new TinyChat({ ...localFields(aws), proxy: url });
    await model.invoke("hello");
    await model.invoke("hello");
    expect(proxy.tunnels).toEqual([
      { target: `127.0.0.1:${aws.port}`, authorization: `Basic ${Buffer.from("user:p@ss").toString("base64")}` },
    ]);
    expect(aws.requests({ operation: "Converse" })).toHaveLength(2);
    expect(model.awsOptions.secrets).toEqual(expect.arrayContaining(["p%40ss", "p@ss"]));
  });

  test("as a URL whose password cannot be read is refused at once, without it", () => {
    const proxy = "http://user:100%pure@proxy.example:8080";
    expect(() => new TinyChat({ region: "us-east-1", proxy })).toThrow(/"%" is "%25"/);
    expect(() => new TinyChat({ region: "us-east-1", proxy })).not.toThrow(/pure/);
  });

  test("as an agent is used as it is", async () => {
    const proxy = await startProxy();
    expect(await ask({ proxy: new HttpsProxyAgent(proxy.url) })).not.toBe("");
    expect(proxy.tunnels).toHaveLength(1);
  });

  test.each([
    { name: "HTTP_PROXY", noProxy: undefined, tunnels: 1 },
    { name: "http_proxy", noProxy: undefined, tunnels: 1 },
    { name: "HTTP_PROXY", noProxy: "example.com,127.0.0.1", tunnels: 0 },
    { name: "HTTPS_PROXY", noProxy: undefined, tunnels: 0 },
  ])('as "env" reads $name, with NO_PROXY $noProxy', async ({ name, noProxy, tunnels }) => {
    const proxy = await startProxy();
    vi.stubEnv(name, proxy.url);
    if (noProxy !== undefined) vi.stubEnv("NO_PROXY", noProxy);
    await ask({ proxy: "env" });
    expect(proxy.tunnels).toHaveLength(tunnels);
  });

  test("left out reads none of the variables", async () => {
    const proxy = await startProxy();
    vi.stubEnv("HTTP_PROXY", proxy.url);
    await ask({});
    expect(proxy.tunnels).toEqual([]);
  });

  test("also serves the call to STS that assumes a profile's role", async () => {
    const { useAwsFiles } = await import("./support/aws-files.ts");
    const proxy = await startProxy();
    useAwsFiles({
      config: `[profile role]\nregion = ${aws.region}\nrole_arn = arn:aws:iam::111122223333:role/Dev\nsource_profile = base\n`,
      credentials: "[base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = s\n",
    });
    // STS is not what answers here; the tunnel to it is what counts.
    vi.stubEnv("AWS_ENDPOINT_URL_STS", aws.url.replace("127.0.0.1", "localhost"));
    const { region: _region, awsAccessKeyId: _id, awsSecretAccessKey: _secret, ...fields } = localFields(aws);
    await expect(new TinyChat({ ...fields, profile: "role", proxy: proxy.url }).invoke("hello")).rejects.toBeInstanceOf(
      Error,
    );
    expect(proxy.tunnels.map(({ target }) => target)).toContain(`localhost:${aws.port}`);
  });

  test.each(["ftp://proxy.example", "proxy.example:8080", "http//nope"])("refuses %j, unquoted", (proxy) => {
    const create = (): TinyChat => new TinyChat({ proxy });
    expect(create).toThrow(expect.objectContaining({ code: "CONFIG_INVALID_OPTION" }));
    expect(create).toThrow(expect.objectContaining({ message: expect.not.stringContaining(proxy) }));
  });

  test("as a URL names the package to install where it is missing", async () => {
    const folder = mkdtempSync(join(tmpdir(), "aws-auth-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const outfile = join(folder, "proxy-handler.mjs");
    const entryPoints = [fileURLToPath(new URL("../src/proxy-handler.ts", import.meta.url))];
    const external = ["https-proxy-agent"];
    await build({
      entryPoints,
      outfile,
      external,
      bundle: true,
      platform: "node",
      format: "esm",
      conditions: ["@langchain-aws/source"],
    });
    const program = `
      const { createProxyHandler } = await import(${JSON.stringify(outfile)});
      const settings = { https: "http://proxy.example:8080", bypasses: () => false };
      await createProxyHandler(settings, () => ({})).catch((error) => console.log(error.code, error.message));
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], {
      cwd: folder,
    });
    expect(stdout).toMatch(/^CONFIG_MISSING_PACKAGE .*npm install https-proxy-agent/);
  });

  test("does not go with HTTP/2", () => {
    expect(() => new TinyChat({ transport: "http2", proxy: "env" })).toThrow('proxy needs transport "http1"');
  });
});

test.each([
  { list: undefined, host: "a.example", port: 443, bypassed: false },
  { list: "*", host: "a.example", port: 443, bypassed: true },
  { list: "a.example", host: "A.Example", port: 443, bypassed: true },
  { list: "example", host: "a.example", port: 443, bypassed: true },
  { list: ".example", host: "a.example", port: 443, bypassed: true },
  { list: "*.example", host: "a.example", port: 443, bypassed: true },
  { list: "ample", host: "a.example", port: 443, bypassed: false },
  { list: "x.test, a.example:443", host: "a.example", port: 443, bypassed: true },
  { list: "a.example:80", host: "a.example", port: 443, bypassed: false },
  { list: "[::1]:8000", host: "[::1]", port: 8000, bypassed: true },
  { list: "::1", host: "::1", port: 8000, bypassed: true },
])("NO_PROXY $list and $host:$port: bypassed is $bypassed", ({ list, host, port, bypassed }) => {
  expect(parseNoProxy(list)(host, port)).toBe(bypassed);
});
