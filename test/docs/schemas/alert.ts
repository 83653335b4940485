/** The body of an alert for programs. */

import * as z from "zod/mini";
import * as f from "./finding.ts";

const { text, texts, nullableText, number, said } = f;

const item = z.strictObject({
  title: text,
  severity: f.severity,
  why: nullableText,
  expected: nullableText,
  actual: nullableText,
  since: z.strictObject({
    seenAt: f.moment,
    notSeenAt: f.nullableMoment,
    committedAt: nullableText,
    owner: nullableText,
    grantor: nullableText,
    auditedUser: nullableText,
  }),
  acknowledgedBy: nullableText,
  code: text,
  address: text,
  id: text,
});

const list = z.strictObject({ count: number, worst: said(z.array(item), "at most ten of them, worst first") });

export const ALERT = z.strictObject({
  summary: text,
  event: z.enum(["drift", "reminder", "resolved"]),
  transition: z.enum(["opened", "changed", "reminded", "resolved", "reopened"]),
  severity: said(f.severity, "the worst that stands or has gone"),
  status: z.enum(["IN_SYNC", "DRIFTED", "INCOMPLETE", "NOT_CHECKED", "ERROR"]),
  database: text,
  checkedAt: f.moment,
  previousCheckAt: f.nullableMoment,
  appeared: list,
  stillThere: list,
  disappeared: list,
  nextSteps: texts,
  remediation: z.strictObject({
    statements: number,
    danger: number,
    byHand: number,
    sql: said(z.nullable(texts), "the whole plan, or null: then it is in the report"),
  }),
  counts: f.counts,
  suppressed: number,
  health: number,
  incident: z.strictObject({
    id: nullableText,
    openedAt: f.nullableMoment,
    state: z.enum(["open", "acknowledged", "resolved"]),
  }),
  report: said(nullableText, "where the whole report is"),
  page: nullableText,
  plan: nullableText,
  observed: nullableText,
  fingerprint: z.strictObject({ expected: nullableText, actual: nullableText }),
  server: z.nullable(z.strictObject({ database: text, version: number })),
  format: said(z.literal(1), "version of this shape"),
});
