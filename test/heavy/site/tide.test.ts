import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { firstSettings } from "../../../site/tide/settings.js";
import { tide } from "../../../site/tide/tide.js";
import { summary } from "../../../site/tide/words.js";
import { openSite } from "./open-site.js";

const site = openSite();
const open = (hash = "", look = {}) => site.open(`index.html${hash}`, look);
const shownSummary = (page: Page): Promise<string | null> => page.textContent("#summary");

describe("the tide in a browser", () => {
  it("opens from a file with the network off, and says what the engine computes", async () => {
    const { page, problems } = await open();
    expect(await shownSummary(page)).toBe(summary(tide(firstSettings)));
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it("is at most 60 kB gzip", () => {
    const files = ["index.html", "base.css", "tide.css", "tide.js"];
    expect(files.reduce((sum, file) => sum + site.sizes.get(file)!, 0)).toBeLessThan(60_000);
  });

  it.each([
    { width: 1400, dark: false },
    { width: 390, dark: true },
    { width: 390, dark: false },
    { width: 1400, dark: true },
  ])("has no barrier that axe knows of, and fits, at $width px, dark $dark", async (look) => {
    const { page } = await open("#partitions=3&lag=5&lateness=5", look);
    await page.click("text=The same as a program");
    await page.click("text=The readings as a table");
    expect(await site.barriers(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(look.width);
    await page.context().close();
  });

  it("is turned by keyboard alone: the first question is found, and the link follows", async () => {
    const { page } = await open();
    await page.focus("#wait");
    for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowLeft");
    expect(await shownSummary(page)).toBe(summary(tide({ ...firstSettings, wait: 0 })));
    expect(await page.textContent("#stops li:first-child")).toContain("Found.");
    expect(page.url()).toContain("#wait=0");
    await page.reload();
    expect(await page.inputValue("#wait")).toBe("0");
    await page.context().close();
  });

  it("steps through the readings and tells the fate of each", async () => {
    const { page } = await open("#wait=0");
    await page.fill("#time", "0");
    expect(await page.textContent("#counters")).toMatch(/^read0/);
    const shown = tide({ ...firstSettings, wait: 0 });
    for (const { number, fate } of shown.events.slice(0, 30)) {
      await page.click("#forward");
      expect(await page.textContent("#fate .what")).toContain(`Reading ${number + 1}:`);
      expect(await page.getAttribute("#fate", "data-fate")).toBe(fate);
    }
    await page.context().close();
  });

  it("shows the fate of the reading under a finger", async () => {
    const { page } = await open("", { width: 390 });
    const late = tide(firstSettings).events.find(({ fate }) => fate === "late")!;
    const box = (await page.locator("#picture").boundingBox())!;
    let told = "";
    for (let x = 0.1; x < 0.6 && !told.includes(`Reading ${late.number + 1}:`); x += 0.02) {
      for (let y = 0.6; y < 0.95; y += 0.04) {
        await page.mouse.move(box.x + x * box.width, box.y + y * box.height);
        told = (await page.textContent("#fate")) ?? "";
        if (told.includes(`Reading ${late.number + 1}:`)) break;
      }
    }
    expect(told).toContain("Late (window-closed)");
    await page.context().close();
  });

  it.each([false, true])("plays to the end and stops there, with reduced motion %s", async (calm) => {
    const { page } = await open("#rate=0.5", { calm });
    await page.fill("#time", "40000");
    await page.click("#play");
    expect(await page.textContent("#play")).toBe("Pause");
    await page.waitForSelector("#play[aria-pressed=false]");
    expect(await page.textContent("#counters")).toMatch(/^read30/);
    await page.context().close();
  });

  it("keeps the picture in sight on a phone while a control is moved", async () => {
    const { page } = await open("", { width: 390 });
    await page.locator("#seed").scrollIntoViewIfNeeded();
    const box = (await page.locator("#picture").boundingBox())!;
    expect(box.y).toBeGreaterThanOrEqual(0);
    expect(box.y).toBeLessThan(20);
    await page.context().close();
  });
});
