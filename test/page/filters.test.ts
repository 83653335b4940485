/** Narrowing the findings down, and copying the SQL. */

import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { renderHtml } from "../../lib/report/html.ts";
import { type Opened, open, startBrowser } from "./browser.ts";
import { everything, manyFindings } from "./sample.ts";

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

/** Titles of the findings that are shown. */
const shown = (page: Page): Promise<string[]> => page.locator(".finding:visible h4").allTextContents();
const told = (page: Page): Promise<string | null> => page.locator("#shown").textContent();
const hashOf = (page: Page): string => decodeURIComponent(new URL(page.url()).hash);
/** Until the frame after the next: the filters are applied in the next. */
const settled = (page: Page) =>
  page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");

describe("the filters", () => {
  it("narrow down by severity, kind and schema", async () => {
    const page = await show(HTML);
    await page.getByLabel(/^Critical/).check();
    await settled(page);
    expect(await shown(page)).toEqual(["policy app.orders.tenants: using altered", "table app.invoices: removed"]);
    expect(await told(page)).toBe("2 of 7 findings");
    expect(await page.locator(".group:visible h3").allTextContents()).toEqual(["Critical 2"]);
    await page.getByLabel(/^High/).check();
    await page.locator("[name=kind]").selectOption("column (1)");
    await settled(page);
    expect(await shown(page)).toEqual([
      "column app.users.email: renamed to column app.users.email_address (score 0.81; or: removed and added)",
    ]);
    await page.getByRole("button", { name: "Show all" }).click();
    await page.locator("[name=schema]").selectOption("(none) (1)");
    await settled(page);
    expect(await shown(page)).toEqual(["comment on schema billing: added"]);
  });

  it("search all that is written, and say when nothing fits", async () => {
    const page = await show(HTML);
    await page.getByLabel("Search").fill("MALLORY audit");
    await settled(page);
    expect(await shown(page)).toEqual(["function app.check_order(): source altered"]);
    await page.getByLabel("Search").fill("no such thing");
    await settled(page);
    expect(await told(page)).toBe("0 of 7 findings");
    expect(await page.getByText("No finding fits.").isVisible()).toBe(true);
  });

  it("group by kind and schema, and back", async () => {
    const page = await show(HTML);
    const headings = () => page.locator(".group:visible h3").allTextContents();
    await page.getByLabel("Group by").selectOption("Schema");
    await settled(page);
    expect(await headings()).toEqual(["In no schema 1", "app 6"]);
    await page.getByLabel("Group by").selectOption("Kind");
    await settled(page);
    expect(await headings()).toContain("Grant 1");
    await page.getByLabel("Group by").selectOption("Severity");
    await settled(page);
    expect(await headings()).toEqual(["Critical 2", "High 2", "Medium 1", "Low 1", "Info 1"]);
  });

  it("are kept in the address, and read from it", async () => {
    const page = await show(HTML);
    await page.getByLabel(/^High/).check();
    await page.getByLabel("Search").fill("app");
    await page.getByLabel("Group by").selectOption("Kind");
    await settled(page);
    expect(hashOf(page)).toBe("#severity=high&q=app&group=kind");
    const before = await shown(page);
    await page.reload();
    expect(await shown(page)).toEqual(before);
    expect(await page.getByLabel("Search").inputValue()).toBe("app");
  });

  it("take no harm from an address that somebody made up", async () => {
    const page = await show(HTML, { hash: "#kind=nothing&severity=%3Cb%3E&group=__proto__&q=%E0%A4" });
    expect(await page.locator("b").filter({ hasText: "nothing" }).count()).toBe(0);
    await page.getByRole("button", { name: "Show all" }).click();
    await settled(page);
    expect(await told(page)).toBe("7 of 7 findings");
  });

  it("give way to a link to a finding that they hide", async () => {
    const page = await show(HTML);
    await page.getByLabel(/^Info/).check();
    await settled(page);
    await page.locator("a.spot", { hasText: "app.users.email" }).click();
    await settled(page);
    const box = await page.locator("#finding-00000000000000a3").boundingBox();
    expect(box?.y).toBeGreaterThanOrEqual(0);
    expect(box?.y).toBeLessThan(900);
    expect(await told(page)).toBe("7 of 7 findings");
  });
});

describe.each([
  ["from disk", true],
  ["over http", true],
  ["from disk", false],
  ["over http", false],
] as const)("copying %s, with a clipboard of the browser's: %s", (way, clipboard) => {
  it("takes one statement, or the whole plan with its risks", async () => {
    opened = await open(browser, HTML, {
      way,
      ...(clipboard ? { permissions: ["clipboard-read", "clipboard-write"] } : {}),
    });
    const { page } = opened;
    if (!clipboard) await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    await page.getByRole("button", { name: "Copy statement 3" }).click();
    await page.getByText("Copied", { exact: true }).waitFor();
    expect(await pasted(page)).toBe('ALTER TABLE "app"."users" DROP COLUMN "email_address";');
    await page.getByRole("button", { name: "Copy the whole plan" }).click();
    await settled(page);
    expect(await pasted(page)).toBe(PLAN);
  });
});

const PLAN = `-- 1/3 SAFE table:app.invoices
CREATE TABLE "app"."invoices" (
  "c0" integer,
  "c1" text NOT NULL
) WITH (fillfactor=90);

-- 2/3 CAUTION (access-exclusive-lock, narrows-permissions) policy:app.orders.tenants
ALTER POLICY "tenants" ON "app"."orders" USING (tenant = current_setting('app.tenant'::text));

-- 3/3 DANGER (data-loss, access-exclusive-lock) column:app.users.email_address
ALTER TABLE "app"."users" DROP COLUMN "email_address";
`;

/** What the clipboard holds, the way a person would see it. */
async function pasted(page: Page): Promise<string> {
  await page.evaluate("document.body.append(Object.assign(document.createElement('textarea'), { id: 'paste' }))");
  await page.locator("#paste").focus();
  await page.keyboard.press("Control+V");
  const text = await page.locator("#paste").inputValue();
  await page.evaluate("document.getElementById('paste').remove()");
  return text;
}

describe("two thousand findings", () => {
  it("are shown, searched and grouped while somebody waits", async () => {
    const report = manyFindings(2_000);
    const started = performance.now();
    const html = renderHtml(report);
    const rendered = performance.now() - started;
    const page = await show(html);
    const [paint] = (await page.evaluate(
      "performance.getEntriesByName('first-contentful-paint').map(({ startTime }) => startTime)",
    )) as number[];
    const timed = async (act: () => Promise<unknown>) => {
      const from = performance.now();
      await act();
      await settled(page);
      return performance.now() - from;
    };
    const searched = await timed(() => page.getByLabel("Search").fill("object_1234"));
    expect(await told(page)).toBe("1 of 2,000 findings");
    const again = await timed(() => page.getByLabel("Search").fill("object_12"));
    expect(await told(page)).toBe("111 of 2,000 findings");
    const grouped = await timed(() => page.getByLabel("Group by").selectOption("Schema"));
    expect(await page.locator(".group:visible").count()).toBeGreaterThan(2);
    const all = await timed(() => page.getByRole("button", { name: "Show all" }).click());
    expect(await told(page)).toBe("2,000 of 2,000 findings");
    const times = { rendered, paint: paint ?? Number.NaN, searched, again, grouped, all };
    const said = Object.entries(times).map(([what, ms]) => `${what} ${ms.toFixed(0)} ms`);
    console.info(`2,000 findings, ${(html.length / 1_000).toFixed(0)} kB: ${said.join(", ")}`);
    // Ten times what an idle machine takes.
    for (const [what, ms] of Object.entries(times)) expect(ms, what).toBeLessThan(6_000);
  });
});
