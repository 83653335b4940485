/** A target for tests. */

import type { Target } from "../../lib/config/target.ts";

export const aTarget = (changes: Partial<Target> = {}): Target => ({
  id: "orders",
  tls: { mode: "verify-full" },
  schemas: { include: [], exclude: [] },
  expected: { in: "store", key: "orders/expected.json.gz" },
  alertTopics: [],
  alertThreshold: "low",
  fullReadEveryMs: 7 * 24 * 3_600_000,
  ...changes,
});
