/**
 * Whatever somebody typed into a database comes out of every renderer as text: it moves no cursor, begins no line, calls
 * nobody, and is markup nowhere. A renderer that is not in the table fails.
 */

import { XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import type { Checkup } from "../../lib/core/checkup.ts";
import type { Fleet } from "../../lib/core/fleet.ts";
import type { LedgerReport } from "../../lib/core/ledger.ts";
import { type Plan, type Script, scriptOf } from "../../lib/core/plan.ts";
import type { AlertContent, Report } from "../../lib/core/report.ts";
import type { TargetHistory } from "../../lib/core/target-state.ts";
import { ALERT_FORMATS } from "../../lib/core/topic.ts";
import { renderAlert } from "../../lib/report/alert.ts";
import { renderAlertChat } from "../../lib/report/alert-chat.ts";
import { renderAlertJson } from "../../lib/report/alert-json.ts";
import { renderAlertPager } from "../../lib/report/alert-pager.ts";
import { renderCheckups } from "../../lib/report/checkup.ts";
import type { Comparison } from "../../lib/report/comparison.ts";
import { renderDiff } from "../../lib/report/diff-text.ts";
import { renderDigest } from "../../lib/report/digest.ts";
import { renderFleet } from "../../lib/report/fleet.ts";
import { renderFleetGroups } from "../../lib/report/fleet-groups.ts";
import { renderFleetHtml } from "../../lib/report/fleet-html.ts";
import { renderGraph } from "../../lib/report/graph.ts";
import { renderHealth } from "../../lib/report/health.ts";
import { renderHistory } from "../../lib/report/history.ts";
import { renderDiffHtml, renderHtml } from "../../lib/report/html.ts";
import { renderJson } from "../../lib/report/json.ts";
import { renderDiffJunit, renderJunit } from "../../lib/report/junit.ts";
import { renderLedger } from "../../lib/report/ledger.ts";
import { renderDiffMarkdown, renderMarkdown, renderMarkdownTogether } from "../../lib/report/markdown.ts";
import { renderMessage, subjectFor } from "../../lib/report/message.ts";
import { renderPlanChangelog } from "../../lib/report/plan-changelog.ts";
import { renderPlanSql } from "../../lib/report/plan-sql.ts";
import { renderPlan } from "../../lib/report/plan-text.ts";
import { renderPlans } from "../../lib/report/plans-text.ts";
import { renderRepair, type ShownRepair } from "../../lib/report/repair.ts";
import { renderReportPlan } from "../../lib/report/report-plan.ts";
import { renderDiffSarif, renderSarif } from "../../lib/report/sarif.ts";
import { renderSchemaSql } from "../../lib/report/schema-sql.ts";
import { renderText } from "../../lib/report/text.ts";
import { sourcesOf } from "../architecture/source.ts";
import { HOSTILE, PAYLOADS } from "../support/hostile-texts.ts";
import { anAlert, remembered } from "../support/reports.ts";
import { WHOLE_REPORT, WHOLE_STATE } from "../support/whole.ts";

/** Words of ours stay what they are; all else is whatever somebody gave it. */
const OURS = new Set([
  ...[
    "severity",
    "status",
    "verb",
    "transition",
    "risk",
    "hazards",
    "state",
    "format",
    "by",
    "outcome",
    "found",
    "item",
  ],
  ...["result", "reason:unseen", "why:idle", "event", "carriedOut", "lockTimeout", "statementTimeout", "address", "to"],
  ...["from", "id", "code", "digest", "sha256", "fingerprint", "after"],
]);
const MOMENT = /^\d{4}-\d\d-\d\dT/;

function poisoned<T>(value: T, payload: string, key = ""): T {
  if (key === "sql") return `COMMENT ON TABLE t IS '${payload.replaceAll(/[\n\r]+/g, " ").replaceAll("'", "''")}'` as T;
  if (typeof value === "string") return (OURS.has(key) || MOMENT.test(value) ? value : value + payload) as T;
  if (Array.isArray(value)) return value.map((item) => poisoned(item, payload, key)) as T;
  if (typeof value !== "object" || value === null || key === "evidence" || key === "rule") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, name === "$sql" ? item : poisoned(item, payload, name)]),
  ) as T;
}

interface Sample {
  readonly report: Report;
  readonly alert: AlertContent;
  readonly script: Script;
  readonly plan: Plan;
  readonly fleet: Fleet;
  readonly ledger: LedgerReport;
  readonly history: TargetHistory;
  readonly checkups: readonly Checkup[];
  readonly repair: ShownRepair;
}

/** Something for each renderer, with the payload in every place that somebody may have filled. */
function sampleOf(payload: string): Sample {
  const report = poisoned<Report>({ ...WHOLE_REPORT, target: "orders" }, payload);
  const script = scriptOf(report.remediation);
  const fleet = poisoned<Pick<Fleet, "groups">>(
    {
      groups: [
        {
          ...{ fingerprint: "f".repeat(64), status: "DRIFTED", databases: ["orders"], checkedAt: report.checkedAt },
          ...{ verdictAt: report.checkedAt, total: report.findings.length },
          findings: report.findings.map(({ code, severity, title }) => ({ code, severity, title })),
        },
      ],
    },
    payload,
  );
  const effects = [`column:app.t.c${payload}`];
  return {
    ...{ report, script, history: poisoned({ target: "orders", ...WHOLE_STATE }, payload) },
    alert: anAlert({
      ...report,
      transition: "changed",
      appeared: report.findings.map(remembered),
      disappeared: [remembered(report.findings[0] as never)],
    }),
    plan: poisoned(
      {
        ...{ format: 1, id: "20261128_110719_add", message: "add", createdAt: report.checkedAt, digest: "d" },
        ...{
          database: { name: "shop", version: 150018 },
          looked: { scope: { include: [], exclude: [] }, schemas: [], leftOut: [] },
        },
        ...{
          fingerprint: { expected: "e", actual: "a" },
          unseen: ["trigger"],
          risks: { safe: 1, caution: 0, danger: 0 },
        },
        ...{ up: scriptOf(WHOLE_REPORT.remediation), down: scriptOf(WHOLE_REPORT.remediation), files: [] },
        proof: {
          up: { outcome: "failed", step: "1", description: "d", error: "e" },
          down: { outcome: "remains", findings: ["f"], byHand: ["h"], leftOut: ["l"] },
        },
      } as unknown as Plan,
      payload,
    ),
    fleet: {
      ...{ format: 1, at: report.checkedAt, groups: fleet.groups, nextSteps: [`Read it: ${payload}`] },
      unseen: [{ database: `b${payload}`, reason: "failed", seenAt: null, verdictAt: null }],
    },
    ledger: {
      ledger: { found: "read", kind: "Flyway", table: `t${payload}`, entries: [] },
      migrations: [
        {
          ...{
            id: `1${payload}`,
            name: `n${payload}`,
            group: payload,
            file: payload,
            recorded: true,
            unrecorded: [],
            edited: true,
          },
          ...{ state: "half-applied", present: effects, missing: effects, changed: effects },
        },
      ],
      ...{ heads: [payload, "b"], unattributed: effects },
    },
    checkups: [
      { database: `o${payload}`, items: [{ item: "credentials", result: "no", said: payload, remedy: payload }] },
    ],
    repair: {
      ...{ ledger: payload, effects: script, rows: ["SELECT 1"], commands: [`flyway ${payload}`] },
      migrations: [{ id: payload, name: payload, state: payload, does: ["record"], note: payload }],
      left: [{ id: payload, name: payload, state: payload }],
      proof: { outcome: "failed", step: "0123456789ab", description: payload, error: payload },
    },
  };
}

type Medium = "mail" | "text" | "markdown" | "html" | "json" | "xml" | "chat" | "sql" | "dot" | "mermaid";
type Rendered = readonly (readonly [Medium, string | null | undefined])[];
/** Wide enough for lines to end only where we end them. */
const ON = { colour: false, width: 100_000 };
const ARN = "arn:aws:sns:eu-west-1:123456789012:t";
const SARIF = { version: "1.0.0", fileOf: () => "driftwatch.config.json" };
const LIMIT = 200_000;
const comparison = (report: Report) => ({ ...report, schemas: [], format: 1 }) as unknown as Comparison;
const media = { text: "mail", json: "json", chat: "chat", pager: "json" } as const;

const RENDERERS: Readonly<Record<string, (sample: Sample) => Rendered>> = {
  renderText: ({ report }) => [["text", renderText(report, ON)]],
  renderDiff: ({ report }) => [["text", renderDiff(comparison(report), ON)]],
  renderHealth: ({ report }) => [["text", renderHealth(report, ON)]],
  renderFleet: ({ report }) => [["text", renderFleet([report], ON)]],
  renderFleetGroups: ({ fleet }) => [["text", renderFleetGroups(fleet, ON)]],
  renderCheckups: ({ checkups }) => [["text", renderCheckups(checkups, ON)]],
  renderHistory: ({ history }) => [["text", renderHistory(history, ON)]],
  renderLedger: ({ ledger }) => [["text", renderLedger(ledger, ON)]],
  renderPlan: ({ plan }) => [["text", renderPlan(plan, ["a.sql"], ON)]],
  renderPlans: ({ plan }) => [["text", renderPlans([{ plan, state: "elsewhere" }], ON)]],
  renderMarkdown: ({ report }) => [["markdown", renderMarkdown(report)]],
  renderMarkdownTogether: ({ report }) => [["markdown", renderMarkdownTogether([report, report])]],
  renderDiffMarkdown: ({ report }) => [["markdown", renderDiffMarkdown(comparison(report))]],
  renderPlanChangelog: ({ plan, report }) => [["markdown", renderPlanChangelog(plan, report.findings)]],
  renderHtml: ({ report }) => [["html", renderHtml(report)]],
  renderDiffHtml: ({ report }) => [["html", renderDiffHtml(comparison(report))]],
  renderFleetHtml: ({ fleet }) => [["html", renderFleetHtml(fleet)]],
  renderJson: (sample) => [["json", renderJson(sample)]],
  renderJunit: ({ report }) => [["xml", renderJunit([report])]],
  renderDiffJunit: ({ report }) => [["xml", renderDiffJunit(comparison(report))]],
  renderSarif: ({ report }) => [["json", renderSarif([report], SARIF)]],
  renderDiffSarif: ({ report }) => [["json", renderDiffSarif(comparison(report), SARIF)]],
  renderAlert: ({ alert }) => [["mail", renderAlert(alert, LIMIT)]],
  renderAlertJson: ({ alert }) => [["json", renderAlertJson(alert, LIMIT)]],
  renderAlertChat: ({ alert }) => [["chat", renderAlertChat(alert)]],
  renderAlertPager: ({ alert }) => [["json", renderAlertPager(alert, ARN)]],
  renderMessage: ({ alert }) =>
    ALERT_FORMATS.flatMap((format) => [
      [media[format], renderMessage(alert, { arn: ARN, format }, LIMIT)],
      ["text", subjectFor(alert, { arn: ARN, format })],
    ]),
  renderDigest: ({ fleet }) => ALERT_FORMATS.map((format) => [media[format], renderDigest(fleet, format, LIMIT)]),
  renderGraph: ({ script }) => [
    ["text", renderGraph(script.steps, "ascii")],
    ["dot", renderGraph(script.steps, "dot")],
    ["mermaid", renderGraph(script.steps, "mermaid")],
    ["html", renderGraph(script.steps, "svg")],
  ],
  renderPlanSql: ({ plan }) => [["sql", renderPlanSql(plan, "up", plan.up)]],
  renderReportPlan: ({ report }) => [["sql", renderReportPlan(report)]],
  renderRepair: ({ repair }) => [["sql", renderRepair(repair)]],
  renderSchemaSql: ({ script }) => [["sql", renderSchemaSql(script, { database: "d", major: 15, fingerprint: "f" })]],
};

/** What a statement spells differently where it cannot be shown as it is, too. */
const FENCED = /^(`{3,})[a-z]*\n[\s\S]*?\n\1$/gm;
const MARKUP = /<(script|img|svg onload|!--|!channel)|\]\(http|!\[i\]|@here|<@U/i;
const STRINGS = /"(?:[^"\\]|\\.)*"/g;

/** What a file for psql holds beside the statements, that it must hold. */
const AROUND =
  /^(--.*|BEGIN;|COMMIT;|SET (LOCAL )?((lock|statement)_timeout = .*|client_encoding = 'UTF8');|RESET .*;|SELECT 1;|;|)$/;

const CHECKS: Readonly<Record<Medium, (text: string, sample: Sample) => void>> = {
  mail: (text) => expect(text).not.toMatch(HOSTILE),
  text: (text) => {
    expect(text).not.toMatch(HOSTILE);
    expect(text).not.toMatch(/^FORGED/m);
  },
  markdown: (text) => {
    expect(text).not.toMatch(HOSTILE);
    expect(text.replaceAll(FENCED, "")).not.toMatch(MARKUP);
    expect(text.replaceAll(FENCED, "")).not.toMatch(/^(# )?FORGED/m);
  },
  html: (text) => {
    expect(text).not.toMatch(HOSTILE);
    expect(text).not.toMatch(/<(script>FORGED|img src=x|svg onload)/);
  },
  json: (text) => {
    expect(text).not.toMatch(HOSTILE);
    expect(() => JSON.parse(text)).not.toThrow();
  },
  chat: (text) => {
    expect(text).not.toMatch(HOSTILE);
    expect(JSON.parse(text)).toMatchObject({ source: "custom" });
    expect(text).not.toMatch(/<!channel|<@U|<http|@here|http:\/\/x/);
  },
  xml: (text) => {
    expect(text).not.toMatch(HOSTILE);
    expect(XMLValidator.validate(text)).toBe(true);
    expect(text).not.toMatch(/<(script|img|!ENTITY)/);
  },
  sql: (text, { script, plan }) => {
    const statements = [...script.steps, ...plan.up.steps].map(({ sql }) => sql);
    const around = statements.reduce((rest, sql) => rest.replaceAll(`${sql};`, "").replaceAll(sql, ""), text);
    expect(around).not.toMatch(HOSTILE);
    for (const line of around.split("\n")) expect(line).toMatch(AROUND);
  },
  dot: (text) => expect(text.replaceAll(STRINGS, "")).not.toMatch(/FORGED|click|javascript/),
  mermaid: (text) => {
    expect(text).not.toMatch(HOSTILE);
    expect(text.replaceAll(/"[^"]*"/g, "")).not.toMatch(/FORGED|click|javascript/);
  },
};

it("every renderer is in the table", () => {
  const named = sourcesOf("lib/report").flatMap(({ text }) =>
    Array.from(text.matchAll(/^export (?:async )?(?:const|function) (render[A-Z]\w*)/gm), ([, name]) => name),
  );
  expect(Object.keys(RENDERERS).sort()).toEqual(named.sort());
});

describe.each(Object.entries(PAYLOADS))("what is meant for %s", (_name, payload) => {
  const sample = sampleOf(payload);

  it.each(Object.entries(RENDERERS))("is text in %s", (_renderer, render) => {
    for (const [medium, text] of render(sample)) if (typeof text === "string") CHECKS[medium](text, sample);
  });
});
