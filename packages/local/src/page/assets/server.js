/** @import { RequestEntry } from "../../request-log.ts" */

const token = document.querySelector("meta[name=local-token]")?.getAttribute("content") ?? "";
const headers = { "x-local-token": token };

/**
 * JSON of the server, which is of the same version as this page.
 *
 * @template T
 * @param {string} text
 * @returns {T}
 */
function parse(text) {
  return JSON.parse(text);
}

/**
 * What a control route answers.
 *
 * @template T
 * @param {string} path below `/_local/`
 * @param {string} [method]
 * @returns {Promise<T>}
 */
export async function ask(path, method = "GET") {
  const response = await fetch(`/_local/${path}`, { method, headers });
  const text = await response.text();
  if (response.ok) return parse(text);
  /** @type {{ message?: string }} */
  const { message } = parse(text);
  throw new Error(message ?? `HTTP ${response.status}`);
}

/** Every call so far. @returns {Promise<RequestEntry[]>} */
export async function askForCalls() {
  /** @type {{ requests: RequestEntry[] }} */
  const { requests } = await ask("requests");
  return requests;
}

/**
 * Calls the listener with each call, when it comes in and when it is over, for as long as the server lives.
 *
 * @param {(entry: RequestEntry) => void} listener
 * @param {() => void} connected
 */
export async function followCalls(listener, connected) {
  const response = await fetch("/_local/requests?follow=open", { headers });
  if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
  connected();
  let rest = "";
  for await (const text of textOf(response.body)) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) listener(parse(line));
  }
}

/** @param {ReadableStream<Uint8Array>} body */
async function* textOf(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield decoder.decode(value, { stream: true });
  }
}
