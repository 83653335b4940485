/** Reports for CI: valid XML, and the counts that its readers rely on. */

import fc from "fast-check";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import type { Report } from "../../lib/core/report.ts";
import { renderDiffJunit, renderJunit } from "../../lib/report/junit.ts";
import { aFinding, anyReport, aPolicy, aReport } from "../support/reports.ts";

interface Parsed {
  readonly [name: string]: string | readonly Parsed[];
}

/** As objects whose elements are lists; attributes begin with `@`. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  isArray: (_name, _path, _leaf, isAttribute) => !isAttribute,
  parseTagValue: false,
  trimValues: false,
  alwaysCreateTextNode: true,
});

const read = (xml: string): Parsed => {
  expect(XMLValidator.validate(xml)).toBe(true);
  return (parser.parse(xml) as { testsuites: Parsed[] }).testsuites[0]!;
};
const all = (parent: Parsed, name: string): readonly Parsed[] => (parent[name] as readonly Parsed[] | undefined) ?? [];

const [SUITES, SUITE, CASE] = [
  ["@name", "@tests", "@failures", "@errors", "@skipped", "@time", "testsuite", "#text"],
  ["@name", "@tests", "@failures", "@errors", "@skipped", "@time", "@timestamp", "testcase", "#text"],
  ["@name", "@classname", "@time", "failure", "error", "skipped", "#text"],
];

/** What the schemas of JUnit's XML that CI servers publish have in common. */
function isJunit(xml: string): Parsed {
  const suites = read(xml);
  const only = (element: Parsed, allowed: readonly string[]) =>
    expect(Object.keys(element).filter((name) => !allowed.includes(name))).toEqual([]);
  const counted = (element: Parsed, cases: readonly Parsed[]) => {
    const number = (outcome: string) => String(cases.filter((it) => all(it, outcome).length > 0).length);
    const [tests, failures, errors] = [String(cases.length), number("failure"), number("error")];
    expect(element).toMatchObject({
      "@tests": tests,
      "@failures": failures,
      "@errors": errors,
      "@skipped": number("skipped"),
    });
    expect(element["@time"]).toMatch(/^\d+\.\d{3}$/);
  };
  only(suites, SUITES);
  counted(
    suites,
    all(suites, "testsuite").flatMap((suite) => all(suite, "testcase")),
  );
  for (const suite of all(suites, "testsuite")) {
    only(suite, SUITE);
    counted(suite, all(suite, "testcase"));
    expect(all(suite, "testcase").length).toBeGreaterThan(0);
    if (suite["@timestamp"] !== undefined) expect(suite["@timestamp"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    for (const test of all(suite, "testcase")) {
      only(test, CASE);
      expect(test["@name"]).toBeTypeOf("string");
      const outcomes = ["failure", "error", "skipped"].flatMap((name) => all(test, name));
      expect(outcomes.length).toBeLessThanOrEqual(1);
      for (const outcome of outcomes) expect(outcome["@message"]).toBeTypeOf("string");
    }
  }
  return suites;
}

const outcomes = (reports: readonly Report[]) =>
  all(isJunit(renderJunit(reports)), "testsuite").flatMap((suite) =>
    all(suite, "testcase").map((test) => [
      test["@name"],
      ["failure", "error", "skipped"].find((name) => all(test, name).length > 0) ?? "passed",
    ]),
  );

it("whatever is in it, it is JUnit's XML", () => {
  fc.assert(
    fc.property(fc.array(anyReport, { maxLength: 3 }), (reports) => {
      isJunit(renderJunit(reports));
    }),
  );
});

it("characters that XML has not are spelled, others come back as they are", () => {
  const title = "table a\u0000b\u001b[2J\ufffe\uffff\ud800 <&>\"' ]]> ä 😀";
  const [suite] = all(isJunit(renderJunit([aReport({ findings: [aFinding({ title })] })])), "testsuite");
  expect(all(suite!, "testcase")[0]?.["@name"]).toBe(
    "table a\\u0000b\\u001b[2J\\ufffe\\uffff\\ud800 <&>\"' ]]> ä 😀: removed",
  );
});

describe("the tests of a database", () => {
  it("are its findings, the worst first, and each fails", () => {
    const xml = renderJunit([aReport({ findings: [aFinding(), aPolicy()] })]);
    const [suite] = all(isJunit(xml), "testsuite");
    expect(suite).toMatchObject({
      "@name": "orders",
      "@failures": "2",
      "@time": "1.234",
      "@timestamp": "2026-11-20T03:00:04",
    });
    expect(all(suite!, "testcase")[0]).toMatchObject({
      "@name": "policy app.orders.tenants: using altered",
      "@classname": "orders",
      failure: [
        {
          "@type": "policy.using.altered",
          "@message": "CRITICAL: other rows are visible and writable",
          "#text": "expected: (tenant = current_setting('app.tenant'::text))\nactual: true",
        },
      ],
    });
  });

  it.each<[string, Partial<Report>, [string, string][]]>([
    ["in sync", {}, [["as expected", "passed"]]],
    ["an error", { status: "ERROR", error: { code: "query-failed", message: "x" } }, [["check", "error"]]],
    ["not checked", { status: "NOT_CHECKED" }, [["check", "skipped"]]],
    [
      "incomplete",
      {
        status: "INCOMPLETE",
        unreadable: [{ kind: "policy", reason: "no", remedy: "GRANT", hides: [] }],
        notCompared: ["trigger"],
        unmodelled: [{ catalogue: "pg_cast", count: 2 }],
      },
      [
        ["policy", "error"],
        ["trigger", "error"],
        ["unmodelled", "error"],
      ],
    ],
    [
      "incomplete, because a migration runs",
      { status: "INCOMPLETE", error: { code: "catalogue-moving", message: "x" } },
      [["check", "error"]],
    ],
    [
      "in sync but for what a rule hides",
      { suppressed: [{ finding: aFinding(), rule: { kind: "index", reason: "known" } }] },
      [
        ["as expected", "passed"],
        ["index app.orders.by_user: removed", "skipped"],
      ],
    ],
  ])("that is %s", (_what, known, expected) => {
    expect(outcomes([aReport(known)])).toEqual(expected);
  });

  it("stand in a suite each, and a comparison is one", () => {
    expect(all(isJunit(renderJunit([aReport(), aReport({ target: "b" })])), "testsuite")).toHaveLength(2);
    const { status: _status, fingerprint: _fingerprint, ...report } = aReport({ findings: [aFinding()] });
    const comparison = {
      ...report,
      status: "DRIFTED",
      format: 1,
      fingerprint: { expected: "a", actual: "b" },
      schemas: [],
    } as const;
    expect(all(isJunit(renderDiffJunit(comparison)), "testsuite")).toMatchObject([
      { "@name": "diff", "@failures": "1" },
    ]);
  });
});
