import { createRequire } from "node:module";

/** This file's own place. The build puts `__filename` here in its CommonJS half, where there is no `import.meta`. */
const here = (): string => import.meta.url;

/**
 * The file that the worker thread runs. It is JavaScript among the sources too, since a worker of Node reads nothing
 * else, and it stands at the same place in the build.
 */
export function workerUrl(): URL {
  return new URL("./worker.js", here());
}

/**
 * Those of the packages that cannot be found from here.
 *
 * @param from a file or URL to look from, @defaultValue this package
 */
export function findMissing(packages: readonly string[], from: string | URL = here()): string[] {
  const { resolve } = createRequire(from);
  return packages.filter((name) => {
    try {
      resolve(name);
      return false;
    } catch {
      return true;
    }
  });
}
