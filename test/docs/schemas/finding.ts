/** Findings, as JSON Schema and TypeScript both take them from here. */

import * as z from "zod/mini";
import type { Canonical } from "../../../lib/core/canonical.ts";
import { SEVERITIES } from "../../../lib/core/severity.ts";

const said = <T extends z.ZodMiniType>(schema: T, description: string): T =>
  schema.check(z.describe(description)) as unknown as T;

export const text = z.string();
export const texts = z.array(text);
export const nullableText = z.nullable(text);
export const moment = said(z.iso.datetime(), "ISO 8601 in UTC");
export const nullableMoment = z.nullable(moment);
export const number = z.int().check(z.minimum(0));
export const severity = z.enum(SEVERITIES);
export const counts = z.strictObject({ critical: number, high: number, medium: number, low: number, info: number });
export { said };

const SORTS = [
  ...["expression", "default", "statement", "view", "partition-key", "partition-bound", "constraint"],
  "routine-body",
] as const;

const sqlText = z.strictObject({
  $sql: z.enum(SORTS as readonly ["expression", ...(typeof SORTS)[number][]]),
  text: said(text, "the SQL as PostgreSQL prints it"),
  form: said(text, "the digest of its parse tree, by which it was compared"),
  loose: z.optional(text),
});

/** A value of an attribute: SQL, or what JSON has. */
export const canonical: z.ZodMiniType<Canonical> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), text, sqlText, z.array(canonical), z.record(text, canonical)]),
);

export const consequence = z.strictObject({ code: text, title: text, address: text });

const rename = z.strictObject({
  to: said(text, "address it has now"),
  toTitle: text,
  evidence: z.discriminatedUnion("by", [
    z.strictObject({ by: z.literal("identity") }),
    z.strictObject({ by: z.literal("definition") }),
    z.strictObject({ by: z.literal("score"), score: z.number() }),
    z.strictObject({ by: z.literal("mentions"), score: z.number(), mentions: z.int() }),
  ]),
  otherwise: said(z.array(consequence), "the same change read as one object removed and another added"),
});

const attribution = z.strictObject({
  seenAt: moment,
  notSeenAt: nullableMoment,
  committedAt: said(
    z.nullable(text),
    "when the transaction that wrote the catalogue's row committed, if it is tracked",
  ),
  owner: nullableText,
  grantor: nullableText,
  audit: z.nullable(z.strictObject({ table: text, at: nullableText, user: nullableText, command: nullableText })),
});

const acknowledgement = z.strictObject({
  ...{ finding: text, code: text, address: text, title: text, by: text, why: text },
  at: moment,
  until: nullableMoment,
});

export const finding = z.strictObject({
  id: said(text, "the same at every check while the same drift stands"),
  code: said(text, "column.removed, policy.using.altered: see docs/coverage.md"),
  severity,
  why: text,
  verb: z.enum(["added", "removed", "altered", "renamed"]),
  kind: text,
  schema: nullableText,
  title: text,
  address: text,
  attribute: nullableText,
  expected: canonical,
  actual: canonical,
  consequences: z.array(consequence),
  rename: z.nullable(rename),
  possibleRenames: z.array(z.strictObject({ address: text, title: text, score: z.number(), ambiguous: z.boolean() })),
  attribution: z.nullable(attribution),
  acknowledged: z.nullable(acknowledgement),
});
