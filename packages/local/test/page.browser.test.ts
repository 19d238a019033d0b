import { mkdir } from "node:fs/promises";
import path from "node:path";

import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { chromiumPath, howToInstall, openBrowser, type OpenBrowser } from "@langchain-aws/browser";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";

import { createLocalAws, type LocalAws } from "../src/index.ts";

const model = "anthropic.claude-3-haiku-20240307-v1:0";
/** Where screenshots go, for somebody to look at; nowhere unless it is said. */
const screenshots = process.env["SCREENSHOTS"];

if (chromiumPath === undefined) process.stderr.write(`The page is not tested. ${howToInstall}\n`);

describe.runIf(chromiumPath !== undefined)("the page, in a browser", () => {
  let browser: Browser;
  let opened: OpenBrowser;

  beforeAll(async () => {
    opened = await openBrowser();
    ({ browser } = opened);
  }, 60_000);
  afterAll(async () => await opened.close());

  /** A page of an instance, with everything it complained of or fetched from elsewhere. */
  async function open(
    options: BrowserContextOptions = {},
  ): Promise<{ aws: LocalAws; client: BedrockRuntimeClient; page: Page; complaints: string[] }> {
    const aws = await createLocalAws({ log: { answers: true }, faults: [] });
    const client = new BedrockRuntimeClient(aws.clientConfig("bedrock-runtime"));
    const context = await browser.newContext({ viewport: { width: 1200, height: 760 }, ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith(aws.url)) complaints.push(request.url());
    });
    onTestFinished(async () => {
      await context.close();
      client.destroy();
      await aws.close();
    });
    await page.goto(aws.pageUrl);
    await page.getByText("live", { exact: true }).waitFor();
    return { aws, client, page, complaints };
  }

  async function shoot(page: Page, name: string): Promise<void> {
    if (screenshots === undefined) return;
    await mkdir(screenshots, { recursive: true });
    await page.screenshot({ path: path.join(screenshots, `${name}.png`) });
  }

  async function callThree({ aws, client }: { aws: LocalAws; client: BedrockRuntimeClient }): Promise<void> {
    const messages = [{ role: "user" as const, content: [{ text: "What is the capital of <b>Italy</b>?" }] }];
    aws.chat.script([{ text: "Rome, of course." }, { chunks: ["Rome, ", "of ", "course."] }]);
    await client.send(new ConverseCommand({ modelId: model, messages }));
    const { stream } = await client.send(new ConverseStreamCommand({ modelId: model, messages }));
    for await (const _event of stream ?? []) void _event;
    const wrong = client.send(new ConverseCommand({ modelId: model, messages, inferenceConfig: { temperature: 7 } }));
    await expect(wrong).rejects.toThrow("temperature");
  }

  test("shows calls as they happen, each with request, answer, events, tokens and refusal", async () => {
    const { aws, client, page, complaints } = await open();
    expect(await page.locator("#empty").isVisible()).toBe(true);
    await callThree({ aws, client });
    const rows = page.locator("#entries button");
    await page.locator("#entries button").nth(2).waitFor();
    expect(await rows.nth(0).innerText()).toContain("400 ValidationException");
    expect(await rows.nth(1).innerText()).toMatch(/ConverseStream[^]*events/);
    expect(await rows.nth(2).innerText()).toMatch(/\d+ in, \d+ out/);

    await rows.nth(2).click();
    const detail = page.locator("#detail");
    expect(await detail.innerText()).toContain("Rome, of course.");
    // What callers send is shown as text, never as markup.
    expect(await detail.innerText()).toContain("<b>Italy</b>");
    expect(await detail.innerText()).not.toMatch(/Signature=[0-9a-f]{64}/);
    await shoot(page, "answer");

    await rows.nth(1).click();
    expect(await detail.locator(".timeline li").allInnerTexts()).toHaveLength(7);
    expect(await detail.locator(".timeline").innerText()).toContain("messageStop");
    await shoot(page, "events");

    await rows.nth(0).click();
    expect(await detail.locator(".notice").first().innerText()).toContain("ValidationException:");
    await shoot(page, "refusal");
    expect(complaints).toEqual([]);
  });

  test("filters, clears, and gives a call as code", async () => {
    const { aws, client, page } = await open({ permissions: ["clipboard-read", "clipboard-write"] });
    await callThree({ aws, client });
    await page.locator("#entries button").nth(2).waitFor();
    await page.getByLabel("Filter").fill("stream");
    expect(await page.locator("#entries button:visible").count()).toBe(1);
    await page.locator("#entries button:visible").click();
    await page.getByRole("button", { name: "Copy as code" }).click();
    await page.getByText("Copied.").waitFor();
    const copied = await page.evaluate("navigator.clipboard.readText()");
    expect(copied).toContain("new ConverseStreamCommand({");
    await page.getByRole("button", { name: "Clear" }).click();
    await page.locator("#empty").waitFor({ state: "visible" });
    expect(aws.requests()).toEqual([]);
  });

  test("shows what is stored", async () => {
    const { aws, page, complaints } = await open();
    await aws.kb("KB00000001").add([{ text: "The Tiber flows through Rome.", metadata: { river: "Tiber" } }]);
    await page.getByRole("button", { name: "Stores" }).click();
    await page.getByText("KB00000001").click();
    await page.getByText("The Tiber flows through Rome.").first().waitFor();
    await shoot(page, "stores");
    expect(complaints).toEqual([]);
  });

  test("says when the server has stopped", async () => {
    const { aws, page } = await open();
    await aws.close();
    await page.getByText("The server has stopped.").waitFor();
    expect(await page.locator("#state").innerText()).toBe("The server has stopped.");
  });

  test("opens for who has the token, and is remembered", async () => {
    const { aws, page } = await open();
    expect(page.url()).toBe(`${aws.url}/_local/`);
    await page.reload();
    await page.getByText("live", { exact: true }).waitFor();
    const stranger = await (await browser.newContext()).newPage();
    await stranger.goto(`${aws.url}/_local/`);
    expect(await stranger.locator("#entries").count()).toBe(0);
    await shoot(stranger, "door");
    await stranger.getByLabel("Control token").fill("wrong");
    await stranger.getByRole("button", { name: "Open" }).click();
    await stranger.getByText("not the control token").waitFor();
    await stranger.getByLabel("Control token").fill(aws.controlToken);
    await stranger.getByRole("button", { name: "Open" }).click();
    await stranger.getByText("live", { exact: true }).waitFor();
    await stranger.context().close();
  });

  const views: [string, BrowserContextOptions & { viewport?: { width: number; height: number } }][] = [
    ["in the dark", { colorScheme: "dark" }],
    ["on a phone", { viewport: { width: 380, height: 760 } }],
    ["on a phone in the dark", { viewport: { width: 380, height: 760 }, colorScheme: "dark" }],
  ];
  test.each(views)("can be read %s", async (name, options) => {
    const { aws, client, page } = await open(options);
    await callThree({ aws, client });
    await page.locator("#entries button").nth(2).waitFor();
    await shoot(page, `${name} list`);
    await page.locator("#entries button").nth(1).click();
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    expect(await contrast(page, "#detail h2")).toBeGreaterThan(7);
    expect(await contrast(page, "#detail .small")).toBeGreaterThan(4.5);
    await shoot(page, name);
    const isPhone = (options.viewport?.width ?? 1200) < 760;
    expect(await page.getByRole("button", { name: "Back to the calls" }).isVisible()).toBe(isPhone);
  });
});

/** How much an element's text stands out from the ground of the page. Source: WCAG 2.2, "contrast ratio". */
async function contrast(page: Page, selector: string): Promise<number> {
  const [text, ground] = await page
    .locator(selector)
    .first()
    .evaluate((element) => [getComputedStyle(element).color, getComputedStyle(document.body).backgroundColor]);
  const [a = 0, b = 0] = [luminance(text ?? ""), luminance(ground ?? "")].toSorted((left, right) => right - left);
  return (a + 0.05) / (b + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = (color.match(/\d+/g) ?? []).map((part) => {
    const value = Number(part) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
