/** Several databases at once. */

import { describe, expect, it } from "vitest";
import { renderFleet } from "../../lib/report/fleet.ts";
import { aFinding, aPolicy, aReport } from "../support/reports.ts";

describe("several reports", () => {
  it("are a table, with what to do about an error to its end", () => {
    const message = "x on db.example.com:5432: nothing listens there (ECONNREFUSED); check host and port, and more";
    const error = { code: "database-unreachable", message };
    const closed = (kind: string) => ({ kind, reason: "permission denied", remedy: "GRANT SELECT", hides: [] });
    const unreadable = ["policy", "trigger"].map(closed);
    const reports = [
      aReport({ target: "orders" }),
      aReport({ target: "a-much-longer-name", findings: [aPolicy(), aFinding()], transition: "still" }),
      aReport({ target: "x", status: "NOT_CHECKED" }),
      aReport({ target: "y", status: "ERROR", error }),
      aReport({ target: "z", status: "INCOMPLETE", findings: [aFinding()], unreadable, transition: "opened" }),
    ];
    expect(renderFleet(reports, { colour: false })).toBe(`DATABASE            STATUS       FINDINGS
orders              IN SYNC
a-much-longer-name  DRIFTED      1 critical, 1 medium; nothing new
x                   NOT CHECKED  no expected snapshot yet; the way to one stands above
y                   ERROR        x on db.example.com:5432: nothing listens there (ECONNREFUSED);
                                 check host and port, and more
z                   INCOMPLETE   1 medium; opened; not seen: policy, trigger
`);
  });
});
