/** A report, and the comparison that `driftwatch diff` makes. */

import * as z from "zod/mini";
import { HAZARDS } from "../../../lib/core/hazard.ts";
import type { Report } from "../../../lib/core/report.ts";
import type { Comparison } from "../../../lib/report/comparison.ts";
import * as f from "./finding.ts";

const status = z.enum(["IN_SYNC", "DRIFTED", "INCOMPLETE", "NOT_CHECKED", "ERROR"]);
const transition = z.enum(["opened", "changed", "still", "reminded", "resolved", "reopened"]);
const { text, texts, nullableText, number, said } = f;

const rule = z.strictObject({
  code: z.optional(text),
  address: z.optional(text),
  kind: z.optional(text),
  attribute: z.optional(text),
  verb: z.optional(z.enum(["added", "removed", "altered", "renamed"])),
  reason: text,
  expires: z.optional(text),
});

const incident = z.strictObject({
  id: text,
  openedAt: f.moment,
  changedAt: f.moment,
  state: z.enum(["open", "acknowledged"]),
  toldAt: f.nullableMoment,
  findings: z.array(
    z.strictObject({
      ...{ id: text, code: text, address: text, severity: f.severity, title: text },
      seenAt: f.moment,
      notSeenAt: f.nullableMoment,
    }),
  ),
});

const remediation = z.strictObject({
  statements: z.array(
    z.strictObject({
      id: said(text, "12 hex characters: the same statement has the same id in every plan"),
      description: text,
      sql: text,
      risk: z.enum(["safe", "caution", "danger"]),
      hazards: z.array(z.enum(HAZARDS)),
      reason: text,
      suggestion: nullableText,
      address: text,
      after: said(texts, "ids of the statements that must have run"),
    }),
  ),
  manual: z.array(z.strictObject({ address: text, attribute: nullableText, reason: text })),
});

const seen = {
  findings: said(z.array(f.finding), "worst first"),
  relations: z.array(z.strictObject({ from: text, to: text })),
  remediation: said(remediation, "SQL that would take the database back: proposed, never run"),
  unreadable: z.array(z.strictObject({ kind: text, reason: text, remedy: text, hides: texts })),
  notCompared: texts,
  uncertain: z.array(z.strictObject({ address: text, attribute: text, expected: f.canonical, actual: f.canonical })),
  unmodelled: z.array(z.strictObject({ catalogue: text, count: z.nullable(number) })),
  leftOut: z.array(z.strictObject({ address: text, by: text, why: text, count: z.optional(number) })),
};

const health = z.strictObject({
  ...{ id: text, code: text, severity: f.severity, title: text, address: text, why: text, suggestion: text },
});

const pastCheck = z.strictObject({
  at: f.moment,
  status,
  transition: z.nullable(transition),
  counts: f.counts,
  fingerprint: nullableText,
  incident: nullableText,
  report: nullableText,
});

const hidden = {
  suppressed: z.array(z.strictObject({ finding: f.finding, rule })),
  idleRules: z.array(z.strictObject({ rule, why: z.enum(["expired", "matches nothing"]) })),
};

export const REPORT = z.strictObject({
  status,
  summary: text,
  nextSteps: texts,
  format: said(z.literal(2), "version of this shape"),
  target: said(text, "id of the database in the config"),
  transition: z.nullable(transition),
  incident: z.nullable(incident),
  checkedAt: f.moment,
  durationMs: z.number(),
  previousCheckAt: f.nullableMoment,
  unmoved: z.boolean(),
  counts: f.counts,
  ...seen,
  ...hidden,
  pending: said(texts, "migrations that are still to be run"),
  health: z.array(health),
  healthSuppressed: z.array(z.strictObject({ finding: health, rule })),
  healthUnseen: z.array(z.strictObject({ check: text, reason: text, remedy: text })),
  fingerprint: z.strictObject({ expected: nullableText, actual: nullableText }),
  server: z.nullable(
    z.strictObject({ version: number, database: text, systemIdentifier: nullableText, databaseOid: number }),
  ),
  notes: said(texts, "what is to be known of the database when reading the rest"),
  error: z.nullable(z.strictObject({ code: text, message: text })),
  withheld: nullableText,
  history: z.array(pastCheck),
  stored: z.strictObject({ report: nullableText, observed: nullableText, page: nullableText, plan: nullableText }),
});

export const COMPARISON = z.strictObject({
  status: z.enum(["IN_SYNC", "DRIFTED", "INCOMPLETE"]),
  summary: text,
  format: said(z.literal(1), "version of this shape"),
  counts: f.counts,
  ...seen,
  ...hidden,
  fingerprint: z.strictObject({ expected: text, actual: text }),
  schemas: z.array(
    z.strictObject({
      include: texts,
      exclude: texts,
      cluster: z.optional(z.boolean()),
      profiles: z.optional(texts),
      partitions: z.optional(z.record(text, z.enum(["managed", "dynamic", "ignored"]))),
      without: z.optional(texts),
    }),
  ),
});

/** Compiles as long as the schemas have every field of the types. */
export const typed = {
  report: (it: z.output<typeof REPORT>): Report => it,
  comparison: (it: z.output<typeof COMPARISON>): Comparison => it,
};
