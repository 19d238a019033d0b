import { AwsConfigurationError } from "@langchain-aws/core";
import type { LocalFiles } from "./local-files.ts";

/** Runtimes without Node's built-in modules: there are no files. */
export const files: LocalFiles = {
  sizeOf: async () => undefined,
  async read() {
    throw new AwsConfigurationError("Reading a file needs Node. Pass the bytes.", { code: "CONFIG_NEEDS_NODE" });
  },
};
