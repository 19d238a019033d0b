import { readFile, stat } from "node:fs/promises";
import type { LocalFiles } from "./local-files.ts";

/** Node: files are read when their turn comes. */
export const files: LocalFiles = {
  async sizeOf(path) {
    try {
      const found = await stat(path);
      return found.isFile() ? found.size : undefined;
    } catch {
      // Not there, not allowed, or not a path at all: whatever the text is, it is no file that can be embedded.
      return undefined;
    }
  },
  read: (path) => readFile(path),
};
