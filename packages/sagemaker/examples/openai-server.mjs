// A small server in the style of OpenAI: chat completions, whole or streamed as server-sent events. Any other one, such
// as Ollama, llama.cpp or vLLM, can stand in its place.
import { once } from "node:events";
import { createServer } from "node:http";

/**
 * @param {(prompt: string) => string} answer what it says to the last message
 * @returns {Promise<{ url: string, requests: number, close: () => void }>} `url` ends before `/chat/completions`
 */
export async function startOpenAiServer(answer) {
  const server = createServer((request, response) => {
    running.requests += 1;
    respond(request, response, answer).catch((error) => response.destroy(error));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : address;
  const running = { url: `http://127.0.0.1:${port}/v1`, requests: 0, close: () => void server.close() };
  return running;
}

/**
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 * @param {(prompt: string) => string} answer
 */
async function respond(request, response, answer) {
  let body = "";
  for await (const chunk of request) body += chunk;
  if (request.url !== "/v1/chat/completions") {
    response.writeHead(404, { "content-type": "application/json" }).end('{"error":{"message":"Not found"}}');
    return;
  }
  const { messages, stream } = JSON.parse(body);
  const text = answer(messages.at(-1).content);
  const words = text.match(/\s*\S+/g) ?? [];
  const usage = { prompt_tokens: 7, completion_tokens: words.length, total_tokens: 7 + words.length };
  const head = { id: "chatcmpl-1", created: 1, model: "small" };
  if (stream !== true) {
    const choice = { index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" };
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ ...head, object: "chat.completion", choices: [choice], usage }));
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  /** @param {object[]} choices @param {object} [more] */
  const send = (choices, more) =>
    response.write(`data: ${JSON.stringify({ ...head, object: "chat.completion.chunk", choices, ...more })}\n\n`);
  for (const content of words) send([{ index: 0, delta: { content }, finish_reason: null }]);
  send([{ index: 0, delta: {}, finish_reason: "stop" }]);
  send([], { usage });
  response.end("data: [DONE]\n\n");
}
