import { type Flags, type Invocation, UsageError } from "./command.ts";
import { defaultPort } from "./server-options.ts";

/** Where a running server is; `serve` and `run` set it. */
export const urlVariable = "LANGCHAIN_AWS_LOCAL_URL";

/** The control token of a running server; `serve` and `run` set it. */
export const tokenVariable = "LANGCHAIN_AWS_LOCAL_TOKEN";

/** The flags of the commands that speak with a running server. */
export const remoteFlags = {
  url: { type: "string", value: "URL", help: `where the server is (${urlVariable})` },
  token: { type: "string", value: "TOKEN", help: `its control token (${tokenVariable})` },
} as const satisfies Flags;

/** One call of a control route. */
export async function callControl(
  invocation: Invocation,
  method: string,
  route: string,
  body?: unknown,
): Promise<Response> {
  const url = invocation.text("url") ?? process.env[urlVariable] ?? `http://127.0.0.1:${defaultPort}`;
  const token = invocation.text("token") ?? process.env[tokenVariable];
  if (token === undefined) {
    throw new UsageError(`no control token. Set ${tokenVariable} as \`serve\` prints it, or pass --token.`);
  }
  const answer = await send(new URL(`/_local/${route}`, url), {
    method,
    headers: { "x-local-token": token },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (answer.ok) return answer;
  if (answer.status === 403) {
    throw new Error(`the server answered 403: it has another token. Pass --token, or set ${tokenVariable} anew.`);
  }
  throw new Error(`the server answered ${answer.status}: ${messageOf(await answer.text())}`);
}

/** Control routes answer `{ message }`; another program on that port may answer anything. */
function messageOf(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null && "message" in body) return String(body.message);
  } catch {
    // Shown as it is.
  }
  return text.slice(0, 500);
}

async function send(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    throw new Error(`no server answers on ${url.origin}. Start one with \`langchain-aws-local serve\`.`, {
      cause: error,
    });
  }
}
