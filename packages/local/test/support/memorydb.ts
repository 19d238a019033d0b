import { createClient } from "@redis/client";

/** What a node-redis client is here: raw commands alone. */
export interface RawClient {
  readonly send: (...args: (string | number | Buffer)[]) => Promise<unknown>;
}

/** Runs `use` with a connected client, and closes it in any case. */
export async function withClient<Result>(
  options: Parameters<typeof createClient>[0],
  use: (client: RawClient) => Promise<Result>,
): Promise<Result> {
  const client = createClient({ RESP: 2, socket: { reconnectStrategy: false }, ...options });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await use({
      send: async (...args) =>
        await client.sendCommand(args.map((arg) => (typeof arg === "number" ? String(arg) : arg))),
    });
  } finally {
    client.destroy();
  }
}

/** Little-endian 32-bit floats. */
export function vector(...values: number[]): Buffer {
  return Buffer.from(Float32Array.from(values).buffer);
}

/** The arguments of a search for the nearest of index `i`. */
export function nearest(
  query: Buffer,
  { filter = "*", k = 10, fields = ["content", "distance"] }: { filter?: string; k?: number; fields?: string[] } = {},
): (string | number | Buffer)[] {
  return [
    "FT.SEARCH",
    "i",
    `${filter}=>[KNN ${k} @v $vector AS distance]`,
    "RETURN",
    fields.length,
    ...fields,
    "PARAMS",
    2,
    "vector",
    query,
    "LIMIT",
    0,
    k,
    "DIALECT",
    2,
  ];
}
