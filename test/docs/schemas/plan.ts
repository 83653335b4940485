/** A plan and the index of a directory of them. */

import * as z from "zod/mini";
import { HAZARDS } from "../../../lib/core/hazard.ts";
import type { Plan, PlanIndex } from "../../../lib/core/plan.ts";
import { moment, nullableText, number, said, text, texts } from "./finding.ts";

const sha256 = said(z.string().check(z.regex(/^[0-9a-f]{64}$/)), "SHA-256, in hex");
const fingerprint = z.strictObject({ expected: sha256, actual: sha256 });
const risks = z.strictObject({ safe: number, caution: number, danger: number });
const optionalFlag = z.optional(z.boolean());

const scope = z.strictObject({
  include: texts,
  exclude: texts,
  cluster: optionalFlag,
  profiles: z.optional(texts),
  partitions: z.optional(z.record(text, z.enum(["managed", "dynamic", "ignored"]))),
  without: z.optional(texts),
});

const script = z.strictObject({
  steps: said(
    z.array(
      z.strictObject({
        id: said(z.string().check(z.regex(/^[0-9a-f]{12}$/)), "the same for the same statement in every plan"),
        description: text,
        sql: text,
        address: text,
        risk: z.enum(["safe", "caution", "danger"]),
        hazards: z.array(z.enum(HAZARDS)),
        reason: text,
        suggestion: nullableText,
        after: said(texts, "ids of the steps that must have run"),
        transactional: said(z.boolean(), "false: PostgreSQL runs it in no transaction"),
        lockTimeout: nullableText,
        statementTimeout: nullableText,
      }),
    ),
    "to be run in this order",
  ),
  manual: said(
    z.array(z.strictObject({ address: text, attribute: nullableText, reason: text })),
    "what only a person can do",
  ),
});

const tried = { leftOut: z.optional(texts) };

const proof = z.discriminatedUnion("outcome", [
  z.strictObject({ outcome: z.literal("proved"), ...tried }),
  z.strictObject({ outcome: z.literal("by-hand"), findings: texts, ...tried }),
  z.strictObject({ outcome: z.literal("remains"), findings: texts, byHand: texts, ...tried }),
  z.strictObject({ outcome: z.literal("failed"), step: text, description: text, error: text }),
  z.strictObject({ outcome: z.literal("not-tried"), why: text }),
]);

export const PLAN: z.ZodMiniType<Plan> = z.strictObject({
  format: z.literal(1),
  id: said(z.string().check(z.regex(/^\d{8}_\d{6}_[a-z0-9_]+$/)), "the files are named by it"),
  message: text,
  createdAt: moment,
  database: z.strictObject({ name: text, version: said(number, "server_version_num") }),
  looked: said(
    z.strictObject({
      scope,
      schemas: z.array(scope),
      leftOut: z.array(z.strictObject({ address: text, by: text, why: text, count: z.optional(number) })),
    }),
    "what was compared",
  ),
  fingerprint: said(fingerprint, "of what was compared: after the plan, and before it"),
  unseen: said(texts, "what could not be compared"),
  risks: said(risks, "steps of the way up by their risk"),
  up: script,
  down: script,
  proof: said(
    z.nullable(z.strictObject({ up: proof, down: proof })),
    "what came of running both ways on a scratch database; null: nobody asked for that",
  ),
  files: z.array(z.strictObject({ name: text, sha256 })),
  digest: said(sha256, "over all the rest: a plan that was changed by hand is refused"),
});

export const PLAN_INDEX: z.ZodMiniType<PlanIndex> = z.strictObject({
  format: z.literal(1),
  revisions: said(
    z.array(
      z.strictObject({
        ...{ id: text, message: text, createdAt: moment, risks, fingerprint },
        manual: said(number, "steps that only a person can do"),
        digest: said(sha256, "the plan's own"),
      }),
    ),
    "the oldest first",
  ),
});
