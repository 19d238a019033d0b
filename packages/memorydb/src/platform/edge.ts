import { MemoryDBConfigError, MemoryDBSchemaError } from "../errors.ts";
import type { Platform } from "./platform.ts";

/** Without sockets and files: a client of the caller's does the sending. */
export const platform: Platform = {
  connect: async () => {
    throw new MemoryDBConfigError(
      "This run-time has no sockets of Node's kind. Pass a `client` that reaches the server.",
    );
  },
  readFile: async () => {
    throw new MemoryDBSchemaError("This run-time has no files. Pass the schema as an object.");
  },
  writeFile: async () => {
    throw new MemoryDBSchemaError("This run-time has no files. Take `store.schema` and keep it yourself.");
  },
};
