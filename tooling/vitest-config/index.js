import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** @param {string} file */
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/**
 * The one test configuration of every package.
 *
 * Sibling packages resolve to their sources, so no test needs a build. The environment is hermetic: no AWS
 * variable and no AWS file of the machine reaches a test.
 *
 * @param {import("vitest/config").ViteUserConfig["test"]} [test] what a package adds
 */
export const packageTests = (test = {}) =>
  defineConfig({
    ssr: { resolve: { conditions: ["@langchain-aws/source"] } },
    test: {
      // Against tests that hang. Nothing is measured by it: a busy machine may be ten times slower than a quiet one.
      testTimeout: 60_000,
      hookTimeout: 60_000,
      include: ["src/**/*.test.ts", "test/**/*.test.ts"],
      exclude: ["**/*.live.test.ts", "**/node_modules/**", "**/dist/**"],
      setupFiles: [here("./hermetic.js")],
      reporters: ["default", here("./reporter.js")],
      ...test,
    },
  });
