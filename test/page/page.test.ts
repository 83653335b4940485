/** The page of a report in a real browser: it shows everything, asks nobody for anything, and everybody can use it. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { renderDiffHtml, renderHtml } from "../../lib/report/html.ts";
import { aFinding, aReport, aStatement } from "../support/reports.ts";
import { type Opened, open, startBrowser } from "./browser.ts";
import { everything } from "./sample.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const HTML = renderHtml(everything());

let browser: Browser;
let opened: Opened | undefined;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  expect(opened?.complaints ?? []).toEqual([]);
  await opened?.close();
  opened = undefined;
});

async function show(html: string, options: Parameters<typeof open>[2] = {}): Promise<Page> {
  opened = await open(browser, html, options);
  return opened.page;
}

/** What an accessibility checker finds: the rule, and where. */
async function barriers(page: Page): Promise<string[]> {
  // The page's policy lets no script in: the checker comes in through the debugger.
  await page.evaluate(AXE);
  const { violations } = (await page.evaluate("axe.run()")) as AxeResults;
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

const SECTIONS = ["findings", "plan", "picture", "health", "unseen", "ignored", "left-out", "history", "about"];

describe.each(["from disk", "over http"] as const)("opened %s", (way) => {
  it("shows every section, and asks for nothing but itself", async () => {
    const page = await show(HTML, { way });
    expect(await page.title()).toBe("orders: drifted");
    for (const id of SECTIONS) expect(await page.locator(`#${id}`).isVisible(), id).toBe(true);
    expect(await page.locator(".top").textContent()).toMatch(/orders[\s\S]*has drifted: 7 findings/);
    expect(await page.locator(".finding").count()).toBe(7);
  });
});

describe("the page", () => {
  it("marks by line and by word what is not as expected", async () => {
    const page = await show(HTML);
    const body = page.locator("#finding-00000000000000a2");
    expect(await body.locator("del").allTextContents()).toEqual([
      "10000",
      "  INSERT INTO app.log (what, at)",
      "  VALUES ('checked', now());",
    ]);
    expect(await body.locator("ins").allTextContents()).toEqual(["1000000"]);
    expect(await page.locator("#finding-00000000000000a5 ins").allTextContents()).toEqual(["INSERT, ", ", UPDATE"]);
  });

  it("says who and when, what it may have been, and who knows of it", async () => {
    const page = await show(HTML);
    const text = (id: string) => page.locator(`#finding-00000000000000${id}`).textContent();
    expect(await text("a2")).toMatch(/Appeared\s*between 2026-11-19 03:00:02 UTC[\s\S]*mallory[\s\S]*audit\.ddl_log/);
    expect(await text("a1")).toMatch(/may be called now:\s*table app\.bills score 0\.700/);
    expect(await text("a3")).toMatch(/Is now called column app\.users\.email_address\. By likeness, score 0\.81:/);
    expect(await text("a4")).toMatch(/Acknowledged[\s\S]*by dana[\s\S]*until 2026-11-21/);
  });

  it("folds what followed, and opens it without a script too", async () => {
    const page = await show(HTML, { javaScriptEnabled: false });
    const folded = page.locator("#finding-00000000000000a1 details");
    expect(await folded.locator("li").first().isVisible()).toBe(false);
    await folded.locator("summary").click();
    expect(await folded.locator("li").count()).toBe(7);
    expect(await folded.locator("li").first().isVisible()).toBe(true);
    expect(await page.locator(".finding").count()).toBe(7);
    expect(await page.locator("#filters").isVisible()).toBe(false);
    expect(await page.locator("button").first().isVisible()).toBe(false);
  });

  it("draws what stands on what, and says the same in words", async () => {
    const page = await show(HTML);
    expect(await page.locator(".picture .spot").count()).toBe(12);
    expect(await page.locator(".picture .edges path").count()).toBe(11);
    await page.locator("a.spot", { hasText: "app.users.email" }).click();
    expect(new URL(page.url()).hash).toBe("#finding-00000000000000a3");
    await page.locator("#picture summary").click();
    expect(await page.locator("#picture details").textContent()).toContain(
      "policy app.orders.tenants (drifted (critical)) needs or lies within table app.orders",
    );
  });

  it("shows past checks, the newest last, each with its words", async () => {
    const page = await show(HTML);
    expect(await page.locator(".mark").count()).toBe(25);
    const newest = page.locator("a.mark").last();
    expect(await newest.getAttribute("href")).toBe("./0.html");
    await newest.focus();
    expect(await newest.locator(".told").textContent()).toBe(
      "2026-11-19 03:00:02 UTC: drifted, 2 findings, incident opened",
    );
    await page.locator("#history summary").click();
    expect(await page.locator("#history tbody tr").count()).toBe(25);
  });

  it("leads to what is stored beside it", async () => {
    const page = await show(HTML);
    const links = page.locator("#about a");
    expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")))).toEqual([
      "./20261120T030004.123Z-0.json",
      "../observed/bbbb.json.gz",
      "./20261120T030004.123Z-0.up.sql",
    ]);
  });

  it("prints everything but what only a screen can use", async () => {
    const page = await show(HTML);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("#filters").isVisible()).toBe(false);
    expect((await page.pdf()).subarray(0, 5).toString()).toBe("%PDF-");
  });

  it("is walked through by keyboard alone, without getting caught", async () => {
    const page = await show(HTML);
    const stops: string[] = [];
    for (let at = 0; at < 200; at++) {
      await page.keyboard.press("Tab");
      const stop = (await page.evaluate(
        `(() => { const it = document.activeElement; return it === document.body ? "" : [it.tagName, it.id || it.name || it.className.baseVal || it.className || it.getAttribute("href") || it.innerText].join(" "); })()`,
      )) as string;
      if (stop === "") break;
      stops.push(stop);
    }
    expect(stops[0]).toBe("A skip");
    expect(stops.length).toBeLessThan(200);
    for (const reached of ["INPUT severity", "INPUT q", "SELECT kind", "BUTTON copy", "DIV picture", "a spot is-high"])
      expect(stops, reached).toContain(reached);
    expect(stops.filter((stop) => /mark/.test(stop))).toHaveLength(25);
  });
});

const LONG = "customer_subscription_billing_reference_numbers_by_region_2026";
const COMMAND = `accept it: driftwatch accept --database orders --fingerprint ${"0123456789abcdef".repeat(2)} --bucket b`;

/** Words and options that stand in more than one line. Numbers of a fingerprint may. */
const BROKEN = `(() => {
  for (const it of document.querySelectorAll(".finding")) it.style.contentVisibility = "visible";
  const broken = [];
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (node.parentElement.closest("svg, .told, .fingerprint")) continue;
    for (const { 0: word, index } of node.data.matchAll(/(?<![\\w-])--[a-z-]+|[a-zA-Z]+/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(word);
    }
  }
  return broken;
})()`;

describe("on a phone", () => {
  it("breaks no word and no option of a command, but long names between their words", async () => {
    const name = `billing_and_invoicing.${LONG}`;
    const long = { id: "00000000000000f1", title: `index ${name}`, address: `index:${name}`, attribute: LONG };
    const sql = `CREATE INDEX "${LONG}" ON "billing"."${LONG}_too" (lower("${LONG}"::text))`;
    const report = everything({
      findings: [
        aFinding({ ...long, expected: { keys: [LONG] } }),
        aFinding({ ...long, expected: LONG, actual: name }),
      ],
      remediation: { statements: [aStatement({ sql, suggestion: COMMAND })], manual: [] },
      nextSteps: [COMMAND],
      unreadable: [{ kind: "index", reason: LONG, remedy: COMMAND, hides: [] }],
      healthUnseen: [{ check: "index-invalid", reason: `${name} may not be read`, remedy: COMMAND }],
    });
    const page = await show(renderHtml(report), { viewport: { width: 390, height: 844 } });
    for (const summary of await page.locator("summary").all()) await summary.click();
    expect(await page.evaluate(BROKEN)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    expect(await page.locator("#statement-1").textContent()).toBe(`${sql};`);
  });
});

describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
  it.each([1200, 360])("has no barriers at a width of %i, nor anything beyond its edge", async (width) => {
    const page = await show(HTML, { colorScheme, viewport: { width, height: 800 } });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    for (const summary of await page.locator("summary").all()) await summary.click();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    expect(await barriers(page)).toEqual([]);
  });
});

describe("a page with little to say", () => {
  it.each(["IN_SYNC", "INCOMPLETE", "NOT_CHECKED", "ERROR"] as const)("has no barriers either: %s", async (status) => {
    const error = status === "ERROR" ? { code: "unreachable", message: "nobody answers" } : null;
    const page = await show(renderHtml(aReport({ status, error, server: null })));
    expect(await page.locator("section").count()).toBe(1);
    expect(await barriers(page)).toEqual([]);
  });

  it("shows a comparison with the same parts", async () => {
    const { findings, remediation, relations, counts, unreadable, notCompared, uncertain, unmodelled, leftOut } =
      everything();
    const parts = { findings, remediation, relations, counts, unreadable, notCompared, uncertain, unmodelled, leftOut };
    const fingerprint = { expected: "a".repeat(64), actual: "b".repeat(64) };
    const page = await show(
      renderDiffHtml({
        ...parts,
        ...{ suppressed: [], idleRules: [] },
        fingerprint,
        status: "DRIFTED",
        summary: "Actual has drifted.",
        format: 1,
        schemas: [],
      }),
    );
    for (const id of ["findings", "plan", "picture", "unseen", "left-out", "about"])
      expect(await page.locator(`#${id}`).isVisible(), id).toBe(true);
    expect(await barriers(page)).toEqual([]);
  });
});
