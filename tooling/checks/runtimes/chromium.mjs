import { join } from "node:path";
import { bundleForTheEdge } from "./edge-bundle.mjs";

/**
 * @import { Browser } from "playwright-core"
 * @typedef {{ url: string, accessKeyId: string, secretAccessKey: string, bearerToken: string }} LocalTarget
 */

const timeoutMs = 60_000;

/**
 * Bundles a program for browsers and runs it in a page that has the origin of `local`: requests leave the browser itself,
 * over its own sockets, signed in the page. Only the page and its script are put in their place.
 *
 * @param {Browser} browser
 * @param {string} directory of a project in which the packages are installed
 * @param {string} program the file to run
 * @param {LocalTarget} local
 * @returns {Promise<string | undefined>} what failed
 */
export async function tryOnChromium(browser, directory, program, local) {
  const outfile = join(directory, "page.js");
  const code = `import program from ${JSON.stringify(program)};\nglobalThis.runProgram = program;\n`;
  const unbundled = await bundleForTheEdge(code, directory, { conditions: ["browser"], outfile });
  if (unbundled !== undefined) return unbundled;
  const page = await browser.newPage();
  /** @type {string[]} */
  const failures = [];
  page.on("pageerror", (error) => failures.push(String(error)));
  try {
    page.setDefaultTimeout(timeoutMs);
    const pageUrl = `${local.url}/__page.html`;
    await page.route(pageUrl, (route) =>
      route.fulfill({
        contentType: "text/html",
        body: '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/__page.js"></script>',
      }),
    );
    await page.route(`${local.url}/__page.js`, (route) =>
      route.fulfill({ contentType: "text/javascript", path: outfile }),
    );
    await page.goto(pageUrl);
    await page.evaluate(async (target) => Reflect.get(globalThis, "runProgram")(target), local);
  } catch (error) {
    failures.push(String(error));
  } finally {
    await page.close();
  }
  return failures.length === 0 ? undefined : failures.join("\n");
}
