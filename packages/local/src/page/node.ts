import { readFile } from "node:fs/promises";

/** This file's own place. The build puts `__filename` here in its CommonJS half, where there is no `import.meta`. */
const here = (): string => import.meta.url;

/** A script of the page. It is JavaScript among the sources too, and stands at the same place in the build. */
export async function readScript(name: string): Promise<string> {
  return await readFile(new URL(`./assets/${name}`, here()), "utf8");
}
