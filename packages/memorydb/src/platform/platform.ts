import type { MemoryDBClient } from "../clients/memorydb-client.ts";
import type { ConnectionSettings } from "../connection/connection-fields.ts";

/** What differs between Node and places without sockets and files. */
export interface Platform {
  /** Opens a client of `@redis/client`. @throws MemoryDBError when it cannot be opened within its time */
  connect(settings: ConnectionSettings): Promise<MemoryDBClient>;
  /** The text of a file; `undefined` when there is none. */
  readFile(path: string): Promise<string | undefined>;
  /** Writes a file in one step: readers see the old one or the new one. */
  writeFile(path: string, text: string): Promise<void>;
}
