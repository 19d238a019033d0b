import http from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** One request that the server got. */
export interface Asked {
  path: string;
  headers: http.IncomingHttpHeaders;
  body: Record<string, unknown>;
}

/** How the server answers: chunks of a stream, in the pieces that they are written in, or a status and a body. */
export type Answer =
  | { chunks: readonly unknown[]; cut?: number; isOpen?: boolean; hasNoEnd?: boolean; breaks?: boolean }
  | { status: number; body: unknown };

/** A server that speaks OpenAI's chat completions, and answers as it is told, in order. */
export interface OpenAiServer {
  url: string;
  asked: Asked[];
  answers: Answer[];
  /** Kept once a request was cancelled by its client. */
  cancelled: Promise<void>;
}

/** Starts one for this test alone. */
export async function startOpenAiServer(...answers: Answer[]): Promise<OpenAiServer> {
  const asked: Asked[] = [];
  let cancel = (): void => {};
  const cancelled = new Promise<void>((resolve) => (cancel = resolve));
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const text = Buffer.concat(parts).toString("utf8");
      asked.push({ path: request.url ?? "", headers: request.headers, body: text === "" ? {} : JSON.parse(text) });
      if (request.url === "/v1/models") {
        response.end(JSON.stringify({ data: [{ id: "tiny" }, { id: "other" }] }));
        return;
      }
      const answer = answers.shift() ?? { status: 500, body: { error: { message: "nothing left to say" } } };
      response.on("close", () => (response.writableFinished ? undefined : cancel()));
      send(response, answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1`, asked, answers, cancelled };
}

function send(response: http.ServerResponse, answer: Answer): void {
  if ("status" in answer) {
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(JSON.stringify(answer.body));
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  const events = answer.chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join("");
  const bytes = Buffer.from(`: hello\n\n${events}${answer.hasNoEnd === true ? "" : "data: [DONE]\n\n"}`);
  const size = answer.cut ?? bytes.length;
  for (let at = 0; at < bytes.length; at += size) response.write(bytes.subarray(at, at + size));
  // What was written leaves before the connection does.
  if (answer.breaks === true) response.write("\n", () => response.destroy());
  else if (answer.isOpen !== true) response.end();
}

/** A chunk with a delta. */
export const delta = (part: Record<string, unknown>, finishReason: string | null = null): unknown => ({
  id: "x",
  object: "chat.completion.chunk",
  choices: [{ index: 0, delta: part, finish_reason: finishReason }],
});

/** The chunk with the token counts. */
export const usage = (input: number, output: number): unknown => ({
  choices: [],
  usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
});
