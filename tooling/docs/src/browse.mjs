import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { chromiumPath, howToInstall, openBrowser } from "@langchain-aws/browser";

const types = /** @type {Record<string, string>} */ ({
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
});

/**
 * Opens the site in a real browser: the first page has its parts, and the search finds a class.
 *
 * @param {string} site
 * @returns {Promise<string[]>} what was wrong; nothing where this machine has no browser
 */
export async function browse(site) {
  if (chromiumPath === undefined) {
    console.log(`The pages are not opened. ${howToInstall}`);
    return [];
  }
  const server = serve(site);
  const url = await listen(server);
  const { browser, close } = await openBrowser();
  /** @type {string[]} */
  const problems = [];
  try {
    const page = await browser.newPage();
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("response", (response) => {
      if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(url);
    const text = await page.locator("body").innerText();
    for (const wanted of ["LangChain on AWS", "bedrock-converse", "quick"]) {
      if (!text.toLowerCase().includes(wanted.toLowerCase())) problems.push(`The first page does not say "${wanted}".`);
    }
    await page.locator("#tsd-search-trigger").click();
    await page.locator("#tsd-search-input").fill("ChatBedrockConverse");
    const found = page.locator("#tsd-search-results li").first();
    await found.waitFor({ timeout: 20_000 });
    if (!(await found.innerText()).includes("ChatBedrockConverse")) problems.push("The search does not find a class.");
  } finally {
    await close();
    server.close();
  }
  return problems;
}

/** @param {string} site */
function serve(site) {
  return createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    const file = join(site, path.endsWith("/") ? `${path}index.html` : path);
    if (!file.startsWith(site) || !existsSync(file) || statSync(file).isDirectory()) {
      // A browser asks for an icon that no page names.
      response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
      return;
    }
    response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" });
    response.end(readFileSync(file));
  });
}

/**
 * @param {import("node:http").Server} server
 * @returns {Promise<string>}
 */
async function listen(server) {
  await new Promise((resolve) => void server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The server does not listen.");
  return `http://127.0.0.1:${address.port}/`;
}
