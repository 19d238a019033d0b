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
  if (!answer.ok) throw new Error(`the server answered ${answer.status}: ${await answer.text()}`);
  return answer;
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
