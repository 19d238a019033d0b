import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chatModelClient } from "../../clients/chat-model.mjs";
import { scenario } from "../../scenario.mjs";

/**
 * `BedrockChat` of `@langchain/community`. It knows https only, so its requests are led to the server by its own
 * `fetchFn`, over Node's `fetch`, which keeps connections alive.
 *
 * @param {import("../../scenario.mjs").Target & { peer: string }} target
 */
export async function create(target) {
  const file = join(target.peer, "node_modules/@langchain/community/dist/chat_models/bedrock/web.js");
  const { BedrockChat } = await import(pathToFileURL(file).href);
  const { model, region, credentials } = scenario;
  const { host } = new URL(target.http1);
  /**
   * @param {string | URL} url
   * @param {RequestInit} init
   */
  const fetchFn = (url, init) => fetch(String(url).replace(/^https:/, "http:"), init);
  return chatModelClient(
    new BedrockChat({ model, region, credentials, endpointHost: host, fetchFn, maxTokens: 1024, maxRetries: 0 }),
  );
}
