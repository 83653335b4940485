/** Reports for the page: one in which everything occurs, and one with very many findings. */

import { sqlText } from "../../lib/core/canonical.ts";
import type { Finding } from "../../lib/core/finding.ts";
import type { PastCheck, Report } from "../../lib/core/report.ts";
import { countBySeverity } from "../../lib/core/report.ts";
import { SEVERITIES } from "../../lib/core/severity.ts";
import { aFinding, aPolicy, aReport, aStatement, remembered } from "../support/reports.ts";

const BODY = `
DECLARE
  total numeric := 0;
BEGIN
  SELECT sum(price * quantity)
    INTO total
    FROM app.items
   WHERE items.order_id = NEW.id;
  IF total > 10000 THEN
    RAISE EXCEPTION 'order % is too large', NEW.id;
  END IF;
  INSERT INTO app.log (what, at)
  VALUES ('checked', now());
  NEW.total := total;
  RETURN NEW;
END`;

const FINDINGS: readonly Finding[] = [
  { ...aPolicy(), schema: "app" },
  aFinding({
    id: "00000000000000a1",
    code: "table.removed",
    severity: "critical",
    why: "its rows are gone, and whatever reads them fails",
    kind: "table",
    title: "table app.invoices",
    address: "table:app.invoices",
    expected: { persistence: "permanent", options: ["fillfactor=90"], rowSecurity: true },
    consequences: Array.from({ length: 7 }, (_, at) => ({
      code: "column.removed",
      title: `column app.invoices.c${at}`,
      address: `column:app.invoices.c${at}`,
    })),
    possibleRenames: [
      { address: "table:app.bills", title: "table app.bills", score: 0.7, ambiguous: false },
      { address: "table:app.receipts", title: "table app.receipts", score: 0.65, ambiguous: true },
    ],
  }),
  aFinding({
    id: "00000000000000a2",
    code: "routine.source.altered",
    severity: "high",
    why: "it does something else than was reviewed",
    verb: "altered",
    kind: "routine",
    title: "function app.check_order()",
    address: 'routine:app."check_order()"',
    attribute: "source",
    expected: BODY,
    actual: BODY.replace("10000", "1000000").replace(
      "  INSERT INTO app.log (what, at)\n  VALUES ('checked', now());\n",
      "",
    ),
    attribution: {
      seenAt: "2026-11-20T03:00:04.123Z",
      notSeenAt: "2026-11-19T03:00:02.000Z",
      committedAt: "2026-11-19T21:14:55.000Z",
      owner: "app_owner",
      grantor: null,
      audit: { table: "audit.ddl_log", at: "2026-11-19T21:14:55.000Z", user: "mallory", command: "CREATE FUNCTION" },
    },
  }),
  aFinding({
    id: "00000000000000a3",
    code: "column.renamed",
    severity: "high",
    why: "whoever names the column as before fails",
    verb: "renamed",
    kind: "column",
    title: "column app.users.email",
    address: "column:app.users.email",
    expected: "email",
    actual: "email_address",
    rename: {
      to: "column:app.users.email_address",
      toTitle: "column app.users.email_address",
      evidence: { by: "score", score: 0.812 },
      otherwise: [
        { code: "column.removed", title: "column app.users.email", address: "column:app.users.email" },
        { code: "column.added", title: "column app.users.email_address", address: "column:app.users.email_address" },
      ],
    },
  }),
  aFinding({
    id: "00000000000000a4",
    acknowledged: {
      ...{ finding: "00000000000000a4", code: "index.removed", address: "index:app.orders.by_user" },
      ...{ title: "index app.orders.by_user", by: "dana", why: "rebuilt tonight with CONCURRENTLY" },
      ...{ at: "2026-11-19T09:00:00.000Z", until: "2026-11-21T00:00:00.000Z" },
    },
  }),
  aFinding({
    id: "00000000000000a5",
    code: "grant.privileges.altered",
    severity: "low",
    why: "the role may do more than it was granted",
    verb: "altered",
    kind: "grant",
    title: "grant to reporting on table app.orders",
    address: "grant:table.app.orders.reporting",
    attribute: "privileges",
    expected: ["SELECT"],
    actual: ["INSERT", "SELECT", "UPDATE"],
  }),
  aFinding({
    id: "00000000000000a6",
    code: "comment.added",
    severity: "info",
    why: "it is documentation, and changes nothing else",
    verb: "added",
    kind: "comment",
    schema: null,
    title: "comment on schema billing",
    address: "comment:schema.billing",
    expected: null,
    actual: { text: "owned by the billing team\nask them first" },
  }),
];

const STATEMENTS: Report["remediation"]["statements"] = [
  aStatement({
    sql: 'CREATE TABLE "app"."invoices" (\n  "c0" integer,\n  "c1" text NOT NULL\n) WITH (fillfactor=90)',
    reason: "it creates what is missing and touches nothing that is there",
    suggestion: "Rows come from a backup: the statement brings the table back, not what was in it.",
    address: "table:app.invoices",
  }),
  aStatement({
    sql: 'ALTER POLICY "tenants" ON "app"."orders" USING (tenant = current_setting(\'app.tenant\'::text))',
    risk: "caution",
    hazards: ["access-exclusive-lock", "narrows-permissions"],
    reason: "rows that are visible now will be hidden",
    address: "policy:app.orders.tenants",
  }),
  aStatement({
    sql: 'ALTER TABLE "app"."users" DROP COLUMN "email_address"',
    risk: "danger",
    hazards: ["data-loss", "access-exclusive-lock"],
    reason: "the column's values are lost",
    suggestion: "If it was renamed, rename it back instead: ALTER TABLE … RENAME COLUMN.",
    address: "column:app.users.email_address",
  }),
];

const HISTORY: readonly PastCheck[] = Array.from({ length: 24 }, (_, at): PastCheck => {
  const status = (
    ["DRIFTED", "IN_SYNC", "IN_SYNC", "IN_SYNC", "INCOMPLETE", "IN_SYNC", "ERROR", "NOT_CHECKED"] as const
  )[at % 8]!;
  const moment = new Date(Date.UTC(2026, 10, 19 - at, 3, 0, 2)).toISOString();
  return {
    at: moment,
    status,
    transition: status === "DRIFTED" ? "opened" : null,
    counts: { critical: 0, high: 0, medium: status === "DRIFTED" ? 2 : 0, low: 0, info: 0 },
    fingerprint: status === "ERROR" ? null : "c".repeat(64),
    incident: status === "DRIFTED" ? "abc123" : null,
    report: at % 3 === 0 ? `s3://bucket/orders/reports/${at}.json` : null,
  };
});

/** Every section has something to say. */
export const everything = (known: Partial<Report> = {}): Report =>
  aReport({
    summary: "orders has drifted: 7 findings (2 critical, 2 high, 1 medium, 1 low, 1 info).",
    nextSteps: [
      "Find out who changed the schema and why.",
      "If the change was a mistake, read the proposed SQL and run it.",
      "If the change was meant, accept it: driftwatch accept orders bbbbbbbbbbbb",
    ],
    transition: "changed",
    findings: FINDINGS,
    incident: {
      ...{ id: "1c0ffee1", openedAt: "2026-11-18T03:00:01.000Z", changedAt: "2026-11-20T03:00:04.123Z" },
      ...{ state: "open", toldAt: "2026-11-18T03:00:05.000Z" },
      findings: FINDINGS.slice(0, 3).map(remembered),
    },
    suppressed: [
      {
        finding: aFinding({ id: "00000000000000b1", title: "index app.orders.tuning_test" }),
        rule: {
          address: "index:app.*.tuning_*",
          reason: "the tuning tool makes and drops them",
          expires: "2027-01-31",
        },
      },
    ],
    idleRules: [{ rule: { kind: "comment", verb: "added", reason: "documentation sprint" }, why: "matches nothing" }],
    health: [
      {
        id: "00000000000000c1",
        code: "health.index-invalid",
        severity: "medium",
        title: "index app.orders.by_day",
        address: "index:app.orders.by_day",
        why: "It was left behind by a build that failed, and is written to and never read.",
        suggestion: "Drop it, or REINDEX INDEX CONCURRENTLY.",
      },
    ],
    relations: [
      { from: "policy:app.orders.tenants", to: "table:app.orders" },
      { from: "table:app.orders", to: "schema:app" },
      { from: "index:app.orders.by_user", to: "table:app.orders" },
      { from: "grant:table.app.orders.reporting", to: "table:app.orders" },
      { from: "table:app.invoices", to: "schema:app" },
      { from: "column:app.invoices.c0", to: "table:app.invoices" },
      { from: "column:app.users.email", to: "table:app.users" },
      { from: "table:app.users", to: "schema:app" },
      { from: "materialized-view:app.people_who_wrote_to_us_last_year", to: "column:app.users.email" },
      { from: 'trigger:app.orders."check"', to: 'routine:app."check_order()"' },
      { from: 'trigger:app.orders."check"', to: "table:app.orders" },
    ],
    remediation: {
      statements: STATEMENTS,
      manual: [{ address: "role:reporting", attribute: "password", reason: "a password is never read: set it" }],
    },
    unreadable: [
      {
        kind: "subscription",
        reason: "permission denied for pg_subscription",
        remedy: "GRANT pg_monitor TO driftwatch",
        hides: [],
      },
    ],
    notCompared: ["column.statistics"],
    uncertain: [
      {
        ...{ address: "view:app.flags", attribute: "definition" },
        ...{ expected: sqlText("view", "SELECT true AS bool"), actual: sqlText("view", 'SELECT true AS "?column?"') },
      },
    ],
    unmodelled: [{ catalogue: "pg_new_thing", count: 2 }],
    leftOut: [
      { address: "table:public.flyway_schema_history", by: "ledgers", why: "the ledger of Flyway" },
      { address: "table:app.events", by: "partitions", why: "partitions come and go", count: 31 },
    ],
    history: HISTORY,
    stored: {
      report: "s3://bucket/orders/reports/20261120T030004.123Z-0.json",
      observed: "s3://bucket/orders/observed/bbbb.json.gz",
      page: "s3://bucket/orders/reports/20261120T030004.123Z-0.html",
      plan: "s3://bucket/orders/reports/20261120T030004.123Z-0.up.sql",
    },
    ...known,
  });

/** So many findings, of all severities, ten kinds and twenty schemas. */
export function manyFindings(count: number): Report {
  const kinds = ["table", "column", "index", "view", "policy", "trigger", "grant", "comment", "sequence", "routine"];
  const findings = Array.from({ length: count }, (_, at): Finding => {
    const [kind, schema] = [kinds[at % 10]!, `schema_${Math.floor(at / 10) % 20}`];
    const title = `${kind} ${schema}.object_${at}`;
    return aFinding({
      ...{ id: at.toString(16).padStart(16, "0"), kind, schema, title, address: `${kind}:${schema}.object_${at}` },
      ...{
        severity: SEVERITIES[at % 5]!,
        verb: "altered",
        code: `${kind}.definition.altered`,
        attribute: "definition",
      },
      ...(at % 7 === 0
        ? { expected: BODY, actual: BODY.replace("10000", String(at)) }
        : { expected: sqlText("expression", `(a = ${at})`), actual: sqlText("expression", `(a > ${at} AND b)`) }),
    });
  });
  return everything({ findings, counts: countBySeverity(findings), summary: `orders has drifted: ${count} findings.` });
}
