/** The alert that docs/alerts.md shows. */

import { aFinding, anAlert, aPolicy, aStatement } from "../support/reports.ts";

const attribution = {
  seenAt: "2026-11-20T03:00:04.123Z",
  notSeenAt: "2026-11-19T03:00:02.000Z",
  committedAt: "2026-11-19T16:12:41.000Z",
  owner: "app",
  grantor: null,
  audit: null,
};

export const EXAMPLE = anAlert({
  summary: "orders has drifted: 2 findings (1 critical, 1 medium).",
  findings: [{ ...aPolicy(), attribution }, aFinding({ attribution: { ...attribution, committedAt: null } })],
  nextSteps: [
    "Find out who changed the schema and why.",
    "If the change was a mistake, read the proposed SQL and run it.",
  ],
  remediation: {
    statements: [
      aStatement({
        sql: "ALTER POLICY tenants ON app.orders USING (tenant = current_setting('app.tenant'::text))",
        risk: "caution",
        hazards: ["changes-behaviour"],
        reason: "rows that are seen now are no longer",
        address: "policy:app.orders.tenants",
      }),
      aStatement({
        sql: "CREATE INDEX by_user ON app.orders USING btree (user_id)",
        risk: "caution",
        hazards: ["blocks-writes"],
        reason: "writing to the table waits until the index is built",
        suggestion: "CREATE INDEX CONCURRENTLY, outside a transaction",
        address: "index:app.orders.by_user",
      }),
    ],
    manual: [],
  },
  stored: {
    report: "s3://state/orders/reports/2026-11-20T03-00-04.123Z-1.json",
    observed: "s3://state/orders/observed/9c1e.json.gz",
    page: "s3://state/orders/reports/2026-11-20T03-00-04.123Z-1.html",
    plan: "s3://state/orders/reports/2026-11-20T03-00-04.123Z-1.up.sql",
  },
});
