import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

/**
 * @import { Browser } from "playwright-core"
 * @typedef {{ browser: Browser, close: () => Promise<void> }} OpenBrowser
 */

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser of this machine, if it has one. */
export const chromiumPath = [process.env["CHROMIUM_PATH"] ?? "", ...places].find(
  (file) => file !== "" && existsSync(file),
);

/** How to come by what is missing. */
export const howToInstall = "No Chromium here: `apt-get install chromium`, or name one in CHROMIUM_PATH.";

/**
 * The browser, without a window and without calls of its own.
 *
 * @returns {Promise<OpenBrowser>}
 * @throws Error where this machine has none: see `chromiumPath`
 */
export async function openBrowser() {
  if (chromiumPath === undefined) throw new Error(howToInstall);
  // Its profile goes with it.
  const home = await mkdtemp(path.join(tmpdir(), "browser-"));
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-dev-shm-usage",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
    env: { ...process.env, HOME: home },
  });
  return {
    browser,
    close: async () => {
      await browser.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
