/** Reports for code scanning: valid by the schema of the format, and as GitHub takes them. */

import { createRequire } from "node:module";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Comparison } from "../../lib/report/comparison.ts";
import { renderDiffSarif, renderSarif } from "../../lib/report/sarif.ts";
import { aFinding, anyReport, aPolicy, aReport } from "../support/reports.ts";

// Of what the package has, the schema alone.
const require = createRequire(import.meta.url);
const { $schema: _draft, id: _id, ...schema } = require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly object[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}
interface Log {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly version: string; readonly rules: readonly Rule[] } };
    readonly results: readonly Result[];
  }[];
}
interface Rule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string };
  readonly defaultConfiguration: { readonly level: string };
}

const FILE = "db/expected.json";
const options = { version: "1.2.3", fileOf: () => FILE };

/** Fails unless it is valid, and has whatever GitHub asks for besides. */
function read(text: string): Log["runs"][number] {
  const log = JSON.parse(text) as Log;
  expect(isSarif(log), JSON.stringify(isSarif.errors?.slice(0, 3))).toBe(true);
  expect(log.runs).toHaveLength(1);
  const [run] = log.runs as [Log["runs"][number]];
  const { rules } = run.tool.driver;
  for (const { shortDescription, fullDescription, help } of rules)
    for (const { text: said } of [shortDescription, fullDescription, help]) expect(said).not.toBe("");
  for (const { ruleId, ruleIndex, message, locations, partialFingerprints } of run.results) {
    expect(rules[ruleIndex]?.id).toBe(ruleId);
    expect(message.text).not.toBe("");
    expect(locations).toMatchObject([
      { physicalLocation: { artifactLocation: { uri: FILE }, region: { startLine: 1 } } },
    ]);
    expect(partialFingerprints.primaryLocationLineHash).toBeTruthy();
  }
  return run;
}

const of = (...reports: Parameters<typeof renderSarif>[0]) => read(renderSarif(reports, options));

describe("SARIF", () => {
  it("has an alert per finding, with its code as rule, its object and its severity", () => {
    const { results, tool } = of(aReport({ findings: [aFinding(), aPolicy()] }));
    expect(tool.driver.version).toBe("1.2.3");
    expect(
      tool.driver.rules.map(({ id, shortDescription, defaultConfiguration }) => ({
        id,
        shortDescription,
        defaultConfiguration,
      })),
    ).toEqual([
      { id: "index.removed", shortDescription: { text: "index: removed" }, defaultConfiguration: { level: "warning" } },
      {
        id: "policy.using.altered",
        shortDescription: { text: "policy, using: altered" },
        defaultConfiguration: { level: "error" },
      },
    ]);
    expect(results[0]).toEqual({
      ruleId: "policy.using.altered",
      ruleIndex: 1,
      level: "error",
      message: {
        text:
          "orders: policy app.orders.tenants: using altered: other rows are visible and writable.\n" +
          "Expected: (tenant = current_setting('app.tenant'::text))\nActual: true",
      },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: FILE }, region: { startLine: 1 } },
          logicalLocations: [
            { name: "policy app.orders.tenants", fullyQualifiedName: "policy:app.orders.tenants", kind: "policy" },
          ],
        },
      ],
      partialFingerprints: { primaryLocationLineHash: "orders/fedcba9876543210" },
      properties: { severity: "critical", database: "orders" },
    });
    expect(results[1]).toMatchObject({ ruleId: "index.removed", level: "warning" });
  });

  it("tells the same findings of two databases apart, and a finding as the same whatever else is found", () => {
    const findings = [aFinding()];
    const prints = ({ results }: ReturnType<typeof of>) =>
      results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);
    const both = prints(of(aReport({ findings }), aReport({ findings, target: "billing" })));
    expect(new Set(both).size).toBe(2);
    expect(prints(of(aReport({ findings: [aPolicy(), ...findings], summary: "more" })))).toContain(both[0]);
  });

  it("is never empty where something could not be looked at: GitHub would close what is open", () => {
    const error = { code: "unreachable", message: "nobody answers" };
    const failed = of(aReport({ status: "ERROR", error, summary: "orders could not be checked: nobody answers." }));
    expect(failed.results).toMatchObject([
      {
        ruleId: "check.error",
        level: "error",
        message: { text: "orders: orders could not be checked: nobody answers." },
      },
    ]);
    const unchecked = of(aReport({ status: "NOT_CHECKED", nextSteps: ["Accept one."] }));
    expect(unchecked.results).toMatchObject([{ ruleId: "check.not-checked", level: "warning" }]);
    const unreadable = [{ kind: "trigger", reason: "denied", remedy: "GRANT it", hides: [] }];
    const partly = of(aReport({ status: "INCOMPLETE", unreadable, notCompared: ["view"], findings: [aFinding()] }));
    expect(partly.results.map(({ ruleId }) => ruleId)).toEqual(["index.removed", "check.not-seen", "check.not-seen"]);
  });

  it("has nothing of what is as expected, or hidden by a rule", () => {
    const rule = { kind: "index", reason: "made by a tool" };
    expect(of(aReport({ suppressed: [{ finding: aFinding(), rule }] })).results).toEqual([]);
  });

  it("is valid whatever things are called, of a check and of a comparison", () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        of(report);
        const comparison = { ...report, status: "DRIFTED", format: 1, schemas: [] } as unknown as Comparison;
        const { results } = read(renderDiffSarif(comparison, options));
        for (const { message } of results) expect(message.text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u);
      }),
    );
  });

  it("has no more alerts than GitHub takes, the worst of them, and says how many there are besides", () => {
    const mild = Array.from({ length: 25_000 }, (_, at) => aFinding({ id: `mild-${at}`, severity: "low" }));
    const { results } = of(aReport({ findings: [...mild, aPolicy()] }));
    expect(results).toHaveLength(25_000);
    expect(results[0]?.ruleId).toBe("policy.using.altered");
    expect(results.at(-1)).toMatchObject({
      ruleId: "check.more",
      message: { text: expect.stringMatching(/^2 more alerts/) },
    });
  });
});
