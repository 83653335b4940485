/** Triggers of partitioned tables where a partition does not fire them as the table above it does. */

import { firing, firingDrift, firingState } from "../core/firing.ts";
import { defineKind } from "../core/registered.ts";
import { flag, text, texts } from "../core/row.ts";
import { high } from "../core/severity.ts";
import { ident, notFromExtension, qualified, userSchemas } from "../core/sql.ts";
import type { Statement } from "../core/statement.ts";

type PartitionTrigger = {
  /** The table that the trigger was made on, as schema and name. */
  root: readonly string[];
  enabled: string;
};
type At = { schema: string; table: string; name: string };

const fires = (at: At, state: string) => firing([at.schema, at.table], at.name, state);
/** When the partition is there, and after those above it, from which PostgreSQL hands the state down. */
const late = (at: At, state: string): Statement => ({ ...fires(at, state), time: "late" });

/** Schema and name of a table. */
const named = (oid: string) =>
  `(SELECT ARRAY[n.nspname, c.relname]::text[] FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ${oid})`;

export const partitionTrigger = defineKind<readonly ["schema", "table", "name"], PartitionTrigger>({
  name: "partition-trigger",
  title: "trigger of a partition",
  key: ["schema", "table", "name"],
  catalogue: "pg_trigger",
  someOf: "pg_trigger WHERE tgparentid <> 0",
  reads: ["pg_trigger", "pg_class", "pg_namespace", "pg_description", "pg_depend"],
  ofPart: true,
  rank: 111,
  query: () => `
    WITH RECURSIVE copy AS (
      SELECT t.oid, t.tgrelid, t.tgname, t.tgenabled, t.tgrelid AS root, t.tgrelid AS above, t.tgenabled AS enabled_above
      FROM pg_trigger t WHERE t.tgparentid = 0 AND NOT t.tgisinternal AND t.oid IN (SELECT tgparentid FROM pg_trigger)
      UNION ALL
      SELECT t.oid, t.tgrelid, t.tgname, t.tgenabled, copy.root, copy.tgrelid, copy.tgenabled
      FROM copy JOIN pg_trigger t ON t.tgparentid = copy.oid)
    SELECT copy.oid, n.nspname AS schema, c.relname AS table, copy.tgname AS name, copy.tgenabled::text AS enabled,
           copy.enabled_above::text AS enabled_above, ${named("copy.above")} AS above, ${named("copy.root")} AS root,
           copy.tgenabled <> copy.enabled_above AS differs
    FROM copy
    JOIN pg_class c ON c.oid = copy.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE copy.tgrelid <> copy.root AND ${userSchemas("n")} AND ${notFromExtension("pg_class", "c.oid")}
      AND (copy.tgenabled <> copy.enabled_above OR copy.oid IN (SELECT objoid FROM pg_description WHERE classoid = 'pg_trigger'::regclass))`,
  // One that fires as it should is no object, but can carry a comment.
  canonicalise: (row) =>
    flag(row.differs) ? { root: texts(row.root), enabled: firingState(text(row.enabled)) } : null,
  facts: (row) => ({ above: texts(row.above), enabledAbove: firingState(text(row.enabled_above)) }),
  within: (at) => ["table", "foreign-table"].map((kind) => ({ kind, path: [at.schema, at.table] })),
  follows: (at, { root }, { above }) => ({
    leaders: [
      { kind: "partition-trigger", path: [...(above as readonly string[]), at.name] },
      { kind: "trigger", path: [...root, at.name] },
    ],
    arises: true,
  }),
  leftBehind: true,
  ties: (at, { root, enabled }) => [
    { to: { kind: "trigger", path: [...root, at.name] }, evenIfAltered: true, statements: [fires(at, enabled)] },
  ],
  sqlName: (at) => `TRIGGER ${ident(at.name)} ON ${qualified(at.schema, at.table)}`,
  added: ({ enabled }, _at, { enabledAbove }) => firingDrift(String(enabledAbove), enabled),
  removed: ({ enabled }, _at, { enabledAbove }) => firingDrift(enabled, String(enabledAbove)),
  attributes: {
    root: { drift: high("the trigger is that of another table"), recreate: true },
    enabled: {
      drift: firingDrift,
      passesOn: "once",
      alter: (at, to) => [late(at, to)],
    },
  },
  create: (at, { enabled }) => [late(at, enabled)],
  drop: (at, _spec, { enabledAbove }) => [fires(at, String(enabledAbove))],
  rebuildable: true,
});
