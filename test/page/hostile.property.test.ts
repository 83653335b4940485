/** Nothing of the data becomes markup: names, bodies and comments are whatever somebody typed into a database. */

import fc from "fast-check";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Report } from "../../lib/core/report.ts";
import { renderHtml } from "../../lib/report/html.ts";
import { aFinding, anyReport } from "../support/reports.ts";
import { open, startBrowser } from "./browser.ts";
import { everything } from "./sample.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

const PAYLOADS = [
  "<script>document.title='taken'</script>",
  '"><img src=x onerror="document.title=\'taken\'">',
  "' autofocus onfocus='document.title=`taken`' x='",
  "</style></title></textarea><svg onload=document.title='taken'>",
  "--></pre></code><iframe src=//example.org>",
  "&lt;b&gt;&#60;i&#62;",
  "javascript:document.title='taken'",
  "\u202egpj.exe\u2066\u200b\ufeff\u0000\u001b]0;taken\u0007",
];

/** What a name or text may be in the data; addresses and words of ours stay what they are. */
const FREE = new Set(
  "title toTitle code why kind schema attribute expected actual text owner grantor table user command by reason suggestion sql summary target remedy message catalogue withheld report observed page".split(
    " ",
  ),
);

const poisoned = (value: unknown, payload: string, key = ""): unknown => {
  if (typeof value === "string") return FREE.has(key) ? value + payload : value;
  if (Array.isArray(value)) return value.map((item) => poisoned(item, payload, key));
  // How a rename is known is a word of ours.
  if (typeof value !== "object" || value === null || key === "evidence") return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poisoned(item, payload, name)]));
};

/** Each sort of element with its attributes, what could run or load, and what is written that cannot be seen. */
const LOOK = `(() => {
  const all = [...document.querySelectorAll("*")];
  return {
    elements: [...new Set(all.map((it) => it.localName))].sort(),
    attributes: [...new Set(all.flatMap((it) => it.getAttributeNames()))].sort(),
    places: all.flatMap((it) => [it.getAttribute("href"), it.getAttribute("src")]).filter(Boolean),
    unseen: /(?![\\n\\t])[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]/u.test(document.body.textContent + all.flatMap((it) => [...it.attributes].map(({ value }) => value)).join("")),
    scripts: document.scripts.length,
    title: document.title,
  };
})()`;

interface Look {
  readonly elements: readonly string[];
  readonly attributes: readonly string[];
  readonly places: readonly string[];
  readonly unseen: boolean;
  readonly scripts: number;
  readonly title: string;
}

async function look(html: string): Promise<Look> {
  const { page, complaints, close } = await open(browser, html);
  try {
    expect(complaints).toEqual([]);
    return (await page.evaluate(LOOK)) as Look;
  } finally {
    await close();
  }
}

const NOTHING_MORE = /^(?:#[\w-]*|\.{1,2}\/[^:]*|data:image\/svg\+xml,.*)$/s;

it("has no element, attribute or link that the report did not bring, whatever the data says", async () => {
  const known = await look(renderHtml(everything()));
  const samples = fc.sample(fc.tuple(anyReport, fc.constantFrom(...PAYLOADS)), { numRuns: 25, seed: 20_261_120 });
  const full = PAYLOADS.map((payload): [Report, string] => [everything(), payload]);
  for (const [report, payload] of [...full, ...samples]) {
    const found = await look(renderHtml(poisoned(report, payload) as Report));
    const said = JSON.stringify([payload, report]);
    expect(
      found.elements.filter((name) => !known.elements.includes(name)),
      said,
    ).toEqual([]);
    expect(
      found.attributes.filter((name) => !known.attributes.includes(name)),
      said,
    ).toEqual([]);
    expect(
      found.places.filter((place) => !NOTHING_MORE.test(place)),
      said,
    ).toEqual([]);
    expect(found, said).toMatchObject({ unseen: false, scripts: 1 });
    expect(found.title, said).not.toBe("taken");
  }
});

it("runs nothing that somebody smuggles in all the same", async () => {
  const smuggled = renderHtml(everything()).replace(
    '<main id="main"',
    `<script>document.title = "taken"</script><img src="x" onerror="document.title = 'taken'"><main id="main"`,
  );
  const { page, complaints, close } = await open(browser, smuggled);
  expect(await page.title()).toBe("orders: drifted");
  expect(complaints.join("\n")).toMatch(/violates the following Content Security Policy directive/);
  await close();
});

const MEGABYTE = 1_000_000;

it.each<[string, string, string]>([
  ["a line", "a".repeat(MEGABYTE), `${"a".repeat(MEGABYTE)}b`],
  ["words", "word ".repeat(MEGABYTE / 5), "other ".repeat(MEGABYTE / 6)],
  ["short lines", "x\n".repeat(MEGABYTE / 2), "y\n".repeat(MEGABYTE / 2)],
  ["hostile letters", "<\u202e&".repeat(MEGABYTE / 3), "<\u0000&".repeat(MEGABYTE / 3)],
  ["lone surrogates", "\ud800".repeat(MEGABYTE), "\udc00".repeat(MEGABYTE)],
])("shows as much of a megabyte of %s as a page can bear", async (_what, expected, actual) => {
  const texts = { verb: "altered", attribute: "text", expected, actual } as const;
  const findings = [
    aFinding({ id: "00000000000000d1", ...texts }),
    aFinding({ id: "00000000000000d2", verb: "added", expected: null, actual: { text: actual } }),
  ];
  const started = performance.now();
  const html = renderHtml(everything({ findings }));
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(html.length).toBeLessThan(1_500_000);
  const found = await look(html);
  expect(found).toMatchObject({ unseen: false, scripts: 1 });
});
