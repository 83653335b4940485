/** The page of a report as text; test/page looks at it in a browser. */

import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { lineTable } from "../../lib/report/html/lines.ts";
import { relativeLink } from "../../lib/report/html/link.ts";
import { html, verbatim } from "../../lib/report/html/markup.ts";
import { Room } from "../../lib/report/html/room.ts";
import { MOST_SPOTS, surroundingsOf } from "../../lib/report/html/surroundings.ts";
import { differenceHtml } from "../../lib/report/html/values.ts";
import { markWords } from "../../lib/report/html/words.ts";
import { renderHtml } from "../../lib/report/html.ts";
import { aFinding, aReport, aStatement } from "../support/reports.ts";

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

describe("a page", () => {
  it("lets in the style and the script it came with, and nothing else", () => {
    const page = renderHtml(aReport());
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll("&#39;", "'");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`style-src ${hashOf(/<style>(.*)<\/style>/s.exec(page)?.[1] ?? "")};`);
    expect(policy).toContain(`script-src ${hashOf(/<script>(.*)<\/script>/s.exec(page)?.[1] ?? "")};`);
    expect(page).not.toMatch(/ style=| on\w+=|https?:\/\/(?!www\.w3\.org)/);
  });

  it("is the same for the same report", () => {
    const report = aReport({ findings: [aFinding()] });
    expect(renderHtml(report)).toBe(renderHtml(report));
  });

  it("does not offer to copy what it cannot show", () => {
    const statements = [aStatement(), aStatement({ sql: "SELECT '\u202e'" })];
    const page = renderHtml(aReport({ remediation: { statements, manual: [] } }));
    expect(page).toContain('data-copy="statement-1"');
    expect(page).not.toContain('data-copy="statement-2"');
    expect(page).not.toContain('data-copy="plan"');
    expect(page).toContain("take this one from the JSON report");
  });

  it("shows a plan whole or not at all", () => {
    const statements = Array.from({ length: 3 }, () => aStatement({ sql: `SELECT '${"x".repeat(900_000)}'` }));
    const page = renderHtml(aReport({ remediation: { statements, manual: [] } }));
    expect(page).toContain("3 statements: too long for a page, in the JSON report");
    expect(page).not.toContain("SELECT");
  });
});

describe("markup", () => {
  it("escapes texts and spells what cannot be seen, in elements and attributes", () => {
    const text = `<b title='"'>&\n\u202e`;
    expect(html`<p title="${text}">${text}</p>`.text).toBe(
      '<p title="&lt;b title=&#39;&quot;&#39;&gt;&amp;\\u000a\\u202e">&lt;b title=&#39;&quot;&#39;&gt;&amp;\\u000a\\u202e</p>',
    );
    expect(verbatim("a\n\t<b>\r").text).toBe("a\n\t&lt;b&gt;\\u000d");
  });
});

describe("differences", () => {
  const marked = (expected: string, actual: string, limit = 1_000) => {
    const both = markWords(expected, actual, limit);
    return [both.expected.text, both.actual.text];
  };

  it("are marked by word", () => {
    expect(marked("a b c", "a x c")).toEqual(["a <del>b</del> c", "a <ins>x</ins> c"]);
    expect(marked("a, b", "a")).toEqual(["a<del>, b</del>", "a"]);
  });

  it("are not torn apart by a blank", () => {
    expect(marked("one two three", "four five three")).toEqual([
      "<del>one two</del> three",
      "<ins>four five</ins> three",
    ]);
  });

  it("do not stand out where nothing is alike", () => {
    expect(marked("one", "two")).toEqual(['<del class="whole">one</del>', '<ins class="whole">two</ins>']);
  });

  it("are found far into long texts", () => {
    const [expected, actual] = marked(`${"same ".repeat(900)}before`, `${"same ".repeat(900)}after`, 400);
    expect(expected).toMatch(/^….*<del>before<\/del>$/);
    expect(actual).toMatch(/^….*<ins>after<\/ins>$/);
  });

  it("are found in texts that have nothing in common but their beginning", () => {
    const words = (seed: string) => Array.from({ length: 2_000 }, (_, at) => `${seed}${at}`).join(" ");
    const [expected] = marked(`start ${words("a")}`, `start ${words("b")}`, 30_000);
    expect(expected).toMatch(/^start <del>a0 a1 /);
  });

  it("of lines stand between the lines around them", () => {
    const lines = Array.from({ length: 20 }, (_, at) => `line ${at}`);
    const table = lineTable(lines, lines.with(10, "changed"), 100).text;
    expect(table.match(/<tr class="same">/g)).toHaveLength(6);
    expect(table).toContain("… 7 lines");
    expect(table).toContain("… 6 lines");
    expect(lineTable(lines, [], 5).text).toContain("… 15 more lines in the JSON report");
  });

  it("are found far into bodies of very many lines", () => {
    const lines = (changed: string) => Array.from({ length: 30_000 }, (_, at) => (at === 20_000 ? changed : "same"));
    const [expected, actual] = [lines("before").join("\n"), lines("after").join("\n")];
    const page = differenceHtml({ expected, actual }, new Room()).text;
    expect(page).toMatch(/<del[^>]*>before<\/del>.*<ins[^>]*>after<\/ins>/s);
    expect(page).toContain("From line 19998 on");
  });

  it("leave room for each other", () => {
    const room = new Room();
    expect(room.take(50)).toBe(50);
    expect(room.take(1_000_000)).toBe(20_000);
    for (let at = 0; at < 200; at++) room.take(1_000_000);
    expect(room.take(1_000_000)).toBe(400);
  });
});

describe("the picture", () => {
  it("shows what drifted first, and says how much more there is", () => {
    const relations = Array.from({ length: 100 }, (_, at) => ({ from: `view:app.v${at}`, to: "table:app.users" }));
    const findings = [aFinding({ address: "view:app.v99" })];
    const { spots, edges, more } = surroundingsOf({ findings, relations });
    expect(spots).toHaveLength(MOST_SPOTS);
    expect(spots[0]).toMatchObject({ address: "view:app.v99", kind: "view", path: "app.v99" });
    expect(edges).toHaveLength(MOST_SPOTS - 1);
    expect(more).toBe(101 - MOST_SPOTS);
  });

  it("is drawn of circles too, and of names that JavaScript knows", () => {
    const relations = [
      { from: "table:app.constructor", to: "table:app.__proto__" },
      { from: "table:app.__proto__", to: "table:app.constructor" },
    ];
    const page = renderHtml(aReport({ findings: [aFinding({ address: "table:app.constructor" })], relations }));
    expect(page.match(/class="spot (?:beside|is-)/g)).toHaveLength(2);
    expect(page.match(/marker-end/g)).toHaveLength(2);
    expect(page).not.toContain("NaN");
  });
});

it.each([
  ["s3://b/orders/reports/1.html", "s3://b/orders/reports/1.json", "./1.json"],
  ["s3://b/orders/reports/1.html", "s3://b/orders/observed/a b.gz", "../observed/a%20b.gz"],
  ["C:\\x\\orders\\reports\\1.html", "C:\\x\\orders\\reports\\1.json", "./1.json"],
  ["/x/orders/reports/1.html", "s3://b/orders/reports/1.json", null],
  ["s3://b/orders/reports/1.html", "s3://b/orders/reports/javascript:alert(1)", "./javascript%3Aalert(1)"],
  [null, "s3://b/orders/reports/1.json", null],
])("from %s, %s is %s", (page, other, link) => {
  expect(relativeLink(page, other)).toBe(link);
});
