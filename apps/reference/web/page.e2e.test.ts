import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demoMunicipality } from "../demo/index.ts";
import { actionsOn } from "../server/actions.ts";
import { httpApp, listen } from "../server/http.ts";
import { mainJob } from "../server/main-job.ts";
import { openStore } from "../server/store.ts";

const executablePath = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path !== undefined && existsSync(path),
);
if (executablePath === undefined && process.env["MILSTOLPE_BROWSER"] === "required")
  throw new Error("The browser tests need Chromium: apt-get install chromium, or name it in CHROMIUM.");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

describe.skipIf(executablePath === undefined)("the web page (skipped where no Chromium is found)", () => {
  const folder = mkdtempSync(join(tmpdir(), "milstolpe-page-"));
  const stop = new AbortController();
  const now = () => new Date();
  let browser: Browser;
  let server: Awaited<ReturnType<typeof start>>;

  /** The server on the store as it is on disk: started again, it has to show what was there. */
  async function start() {
    const store = openStore(join(folder, "store.sqlite"));
    const options = { store, folder, now, signal: stop.signal, environment: {} };
    const demo = demoMunicipality();
    const { address, close } = await listen(httpApp(store, actionsOn({ ...options, demo })), 0);
    return {
      address,
      work: () => mainJob({ ...options, demo, trainingIterations: 200_000, onStep: () => undefined }),
      async close() {
        await close();
        store.close();
      },
    };
  }

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
    });
    server = await start();
    await server.work();
  }, 120_000);
  afterAll(async () => {
    stop.abort();
    await browser.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
    const context = await browser.newContext({ locale: "sv-SE", ...options });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    await page.goto(server.address);
    await page.getByRole("heading", { level: 2 }).first().waitFor();
    expect(errors).toEqual([]);
    return page;
  }

  test.each([
    ["wide and light", { viewport: { width: 1280, height: 900 }, colorScheme: "light" as const }],
    ["narrow and dark", { viewport: { width: 360, height: 740 }, colorScheme: "dark" as const }],
    ["in English", { locale: "en-GB" }],
  ])("has no accessibility faults that axe finds: %s", async (_name, options) => {
    const page = await open(options);
    for (const details of await page.locator("details").all())
      await details.evaluate((one: HTMLDetailsElement) => (one.open = true));
    await page.evaluate(axe);
    const result = await page.evaluate(() =>
      (
        globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: unknown[] }[] }> } }
      ).axe.run(),
    );
    expect(result.violations.map(({ id, nodes }) => `${id} ×${nodes.length}`)).toEqual([]);
    await page.context().close();
  });

  test("nothing is wider than a narrow screen", async () => {
    const page = await open({ viewport: { width: 360, height: 740 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.context().close();
  });

  test("shows every part of the rollout, in Swedish and in English", async () => {
    const page = await open();
    const headings = () => page.getByRole("heading", { level: 2 }).allTextContents();
    expect(await headings()).toEqual(
      expect.arrayContaining(["Införandet i tiden", "Registret", "Utbildning", "Risker"]),
    );
    await page.getByRole("button", { name: "In English" }).click();
    expect(await headings()).toEqual(
      expect.arrayContaining(["The rollout in time", "The register", "Training", "Risks"]),
    );
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    await page.context().close();
  });

  test("every milestone of the chart stands in the table too", async () => {
    const page = await open();
    const rows = page.getByRole("table", { name: "Milstolpar" }).getByRole("row");
    expect(await rows.count()).toBe(6);
    expect(await page.locator("svg path.milestone").count()).toBe(5);
    await page.context().close();
  });

  test("the keyboard alone reaches the content, and the parts that can be opened", async () => {
    const page = await open();
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Hoppa till innehållet");
    await page.keyboard.press("Enter");
    await page.locator("summary").first().focus();
    const first = page.locator("details").first();
    const isOpen = await first.evaluate((one: HTMLDetailsElement) => one.open);
    await page.keyboard.press("Enter");
    expect(await first.evaluate((one: HTMLDetailsElement) => one.open)).toBe(!isOpen);
    await page.context().close();
  });

  test("a held unit is approved by name and reason, and its changes are made", async () => {
    const page = await open();
    const form = page.locator("form.notice");
    await form.getByRole("checkbox").first().check();
    await form.getByLabel("Vem godkänner").fill("IT-chefen");
    await form.getByLabel("Skäl").fill("förskolan är stängd");
    await form.getByRole("button").click();
    await expect
      .poll(() => page.locator("#sync").getByRole("status").textContent(), { timeout: 20_000 })
      .toMatch(/ändringar gjorda/);
    await expect.poll(() => page.locator("form.notice input[type=checkbox]").count()).toBe(0);
    await page.context().close();
  });

  test("what has been done is there again after a restart", async () => {
    const before = await (await fetch(`${server.address}api/status`)).text();
    await server.close();
    server = await start();
    expect(await (await fetch(`${server.address}api/status`)).text()).toBe(before);
    const page = await open();
    expect(await page.getByRole("table", { name: "Milstolpar" }).count()).toBe(1);
    await page.context().close();
  });
});
