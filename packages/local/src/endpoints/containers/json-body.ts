/** A JSON object of a body. */
export type Body = Readonly<Record<string, unknown>>;

/** The members of an object; none for what is no object. */
export function objectOf(value: unknown): Body {
  return isObject(value) ? value : {};
}

/** Whether a value is an object with named members. */
export function isObject(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value when it is a finite number. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** The value when it is a text. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** One text or a list of them, as a list. */
export function textsOf(value: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item) => typeof item === "string");
}

/** An answer in JSON. */
export function jsonAnswer(body: unknown, status = 200): Response {
  return Response.json(body, { status });
}

/** An answer in pieces. */
export function streamAnswer(pieces: AsyncIterable<string>, contentType: string): Response {
  const encoder = new TextEncoder();
  const iterator = pieces[Symbol.asyncIterator]();
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await iterator.next();
          if (done === true) controller.close();
          else controller.enqueue(encoder.encode(value));
        } catch (error) {
          controller.error(error);
        }
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(stream, { headers: { "content-type": contentType } });
}

/** One server-sent event with a JSON value, in the spelling of most servers. */
export function sseEvent(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
