/** The data of server-sent events, one JSON text after the other. `[DONE]` ends them. Source: "Server-sent events", HTML standard. */
export async function* readServerEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const data = dataOf(line);
      if (data === "[DONE]") return;
      if (data !== undefined) yield data;
    }
  }
  const last = dataOf(rest);
  if (last !== undefined && last !== "[DONE]") yield last;
}

/** Each event of these servers is one line of data; comments and other fields are no data. */
function dataOf(line: string): string | undefined {
  const data = /^data: ?(.*)$/.exec(line)?.[1];
  return data === "" ? undefined : data;
}
