/** An OpenAI-compatible server that answers chat requests: Ollama, llama.cpp, vLLM. */
export interface UpstreamOptions {
  /** Where its chat completions are: `http://127.0.0.1:11434/v1`. */
  url: string;
  /** The model that it is asked for. @defaultValue the first that it lists */
  model?: string;
  /** Sent as a bearer token. It is never logged. */
  apiKey?: string;
  /** Let requests leave this machine. @defaultValue false: the URL must be a loopback one */
  allowRemote?: boolean;
}

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** What the option `upstream` must be, for a value that it must not be. */
export function checkUpstream(value: unknown): string | undefined {
  const options = typeof value === "string" ? { url: value } : value;
  if (!isObject(options)) return "a URL, or { url, model?, apiKey?, allowRemote? }";
  const unknown = Object.keys(options).find((name) => !["url", "model", "apiKey", "allowRemote"].includes(name));
  if (unknown !== undefined) return `{ url, model?, apiKey?, allowRemote? }, without \`${unknown}\``;
  const { url, model = "x", apiKey = "x", allowRemote = false } = options;
  if (typeof allowRemote !== "boolean") return "an object whose `allowRemote` is true or false";
  if ([model, apiKey].some((text) => typeof text !== "string" || text === "")) {
    return "an object whose `model` and `apiKey` are texts that are not empty";
  }
  if (typeof url !== "string" || !/^https?:$/.test(parseUrl(url)?.protocol ?? "")) {
    return "an http(s) URL, like http://127.0.0.1:11434/v1";
  }
  if (!allowRemote && !LOOPBACK.test(parseUrl(url)?.hostname ?? "")) {
    return "a loopback URL; for another, pass { url, allowRemote: true }: requests then leave this machine";
  }
  return undefined;
}

/** The option with its short form written out. */
export function toUpstreamOptions(option: string | UpstreamOptions): UpstreamOptions {
  return typeof option === "string" ? { url: option } : option;
}

function parseUrl(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
