/** The alert that docs/alerts.md shows: of a policy that was opened and an index that was dropped, as a check finds them. */

import { nextSteps } from "../../lib/monitor/narrate.ts";
import { aFinding, anAlert, aPolicy, aReport, aStatement } from "../support/reports.ts";

const attribution = {
  seenAt: "2026-11-20T03:00:04.123Z",
  notSeenAt: "2026-11-19T03:00:02.000Z",
  committedAt: "2026-11-19T16:12:41.000Z",
  owner: "app",
  grantor: null,
  audit: null,
};

const REPORTS = "s3://state/orders/reports/2026-11-20T03-00-04.123Z-1";
const index = aFinding({ attribution: { ...attribution, committedAt: null } });

const drift = {
  summary: "orders has drifted: 2 findings (1 critical, 1 medium).",
  findings: [
    { ...aPolicy(), why: "more rows are visible or writable than expected", attribution },
    { ...index, expected: { ...(index.expected as object), valid: true } },
  ],
  remediation: {
    statements: [
      aStatement({
        sql: `ALTER POLICY "tenants" ON "app"."orders" USING ((tenant = current_setting('app.tenant'::text)))`,
        risk: "caution",
        hazards: ["narrows-permissions", "access-exclusive-lock"],
        reason:
          "whoever has come to rely on it is refused from then on; nobody can read or write the table for the moment it takes",
        suggestion: "see first who uses it: pg_stat_activity, the logs, the code",
        address: "policy:app.orders.tenants",
      }),
      aStatement({
        sql: 'CREATE INDEX "by_user" ON "app"."orders" ("user_id")',
        risk: "safe",
        hazards: ["index-build", "blocks-writes", "share-lock"],
        reason: "the table is read and sorted, and nobody can write to the table until the index is built",
        suggestion: "CREATE INDEX CONCURRENTLY, outside of a transaction: writes go on while it is built",
        address: "index:app.orders.by_user",
      }),
    ],
    manual: [],
  },
  stored: {
    report: `${REPORTS}.json`,
    observed: "s3://state/orders/observed/9c1e5a7b3d2f4860.json.gz",
    page: `${REPORTS}.html`,
    plan: `${REPORTS}.up.sql`,
  },
};

export const EXAMPLE = anAlert({
  ...drift,
  nextSteps: nextSteps(aReport(drift), { expected: "s3://state/orders/expected.json.gz", bucket: "state" }),
});
