import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { type Browser, chromium } from "playwright-core";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser of this machine, if it has one. */
export const chromiumPath: string | undefined = [process.env["CHROMIUM_PATH"] ?? "", ...places].find(
  (file) => file !== "" && existsSync(file),
);

/** How to come by what is missing. */
export const howToInstall =
  "No Chromium here: `apt-get install chromium`, or name one in CHROMIUM_PATH, to test the page in it.";

/** The browser, without a window and without calls of its own. */
export async function openBrowser(): Promise<{ browser: Browser; close(): Promise<void> }> {
  const home = await mkdtemp(path.join(tmpdir(), "local-page-"));
  const browser = await chromium.launch({
    executablePath: chromiumPath ?? "",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
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
