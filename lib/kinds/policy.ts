/** Row security policies. */

import { type SqlText, sqlTextOrNull } from "../core/canonical.ts";
import type { Hazard } from "../core/hazard.ts";
import { defineKind } from "../core/registered.ts";
import { flag, sorted, text, textOrNull, texts } from "../core/row.ts";
import { critical, high, type Verdict } from "../core/severity.ts";
import { ident, notFromExtension, qualified, userSchemas } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type Policy = {
  command: string;
  permissive: boolean;
  /** `public` is everybody: no role can be called that. */
  roles: readonly string[];
  using: SqlText | null;
  check: SqlText | null;
};
type At = { schema: string; table: string; name: string };

const COMMANDS: Record<string, string> = { r: "SELECT", a: "INSERT", w: "UPDATE", d: "DELETE", "*": "ALL" };
const on = (at: At) => `${ident(at.name)} ON ${qualified(at.schema, at.table)}`;
const role = (name: string) => (name === "public" ? "PUBLIC" : ident(name));
const alter = (at: At, clause: string) => [
  statement(`ALTER POLICY ${on(at)} ${clause}`, "access-exclusive-lock", "exposes-rows"),
];

export const policy = defineKind<readonly ["schema", "table", "name"], Policy>({
  name: "policy",
  title: "policy",
  key: ["schema", "table", "name"],
  catalogue: "pg_policy",
  reads: ["pg_policy", "pg_class", "pg_namespace", "pg_depend"],
  rank: 120,
  batches: "SELECT oid FROM pg_policy",
  query: (_server, batch) => `
    SELECT p.oid, n.nspname AS schema, c.relname AS table, p.polname AS name, p.polcmd::text AS command, p.polpermissive AS permissive,
           ARRAY(SELECT CASE WHEN r = 0 THEN 'public' ELSE pg_get_userbyid(r)::text END FROM unnest(p.polroles) r) AS roles,
           p.polqual IS NOT NULL AS has_using, pg_get_expr(p.polqual, p.polrelid) AS using,
           p.polwithcheck IS NOT NULL AS has_check, pg_get_expr(p.polwithcheck, p.polrelid) AS check
    FROM pg_policy p
    JOIN pg_class c ON c.oid = p.polrelid AND c.relpersistence <> 't'
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${batch("p.oid")} AND ${userSchemas("n")} AND ${notFromExtension("pg_class", "c.oid")}`,
  canonicalise: (row) => ({
    command: COMMANDS[text(row.command)] ?? text(row.command),
    permissive: flag(row.permissive),
    roles: sorted(texts(row.roles)),
    using: sqlTextOrNull("expression", flag(row.has_using) ? text(row.using) : textOrNull(row.using)),
    check: sqlTextOrNull("expression", flag(row.has_check) ? text(row.check) : textOrNull(row.check)),
  }),
  within: (at) => [{ kind: "table", path: [at.schema, at.table] }],
  sqlName: (at) => `POLICY ${on(at)}`,
  added: (spec) => existence(spec.permissive, "added"),
  removed: (spec) => existence(spec.permissive, "removed"),
  attributes: {
    command: { drift: critical("the policy guards other statements"), recreate: true },
    permissive: { drift: critical("the policy widens what it used to narrow, or the other way round"), recreate: true },
    roles: {
      drift: critical("the policy holds for other roles"),
      alter: (at, to) => alter(at, `TO ${to.map(role).join(", ")}`),
    },
    // ALTER POLICY can change a clause but not take it away.
    using: {
      drift: critical("other rows are visible and writable"),
      alter: (at, to) => (to ? alter(at, `USING (${to.text})`) : "recreate"),
    },
    check: {
      drift: critical("other rows can be written"),
      alter: (at, to) => (to ? alter(at, `WITH CHECK (${to.text})`) : "recreate"),
    },
  },
  create: (at, spec) => [
    statement(
      `CREATE POLICY ${on(at)} AS ${spec.permissive ? "PERMISSIVE" : "RESTRICTIVE"} FOR ${spec.command}` +
        ` TO ${spec.roles.map(role).join(", ")}` +
        (spec.using ? ` USING (${spec.using.text})` : "") +
        (spec.check ? ` WITH CHECK (${spec.check.text})` : ""),
      opensIf(spec.permissive),
      "access-exclusive-lock",
    ),
  ],
  drop: (at, spec) => [statement(`DROP POLICY ${on(at)}`, opensIf(!spec.permissive), "access-exclusive-lock")],
  rebuildable: true,
});

const opensIf = (opens: boolean): Hazard => (opens ? "exposes-rows" : "narrows-permissions");

function existence(permissive: boolean, verb: "added" | "removed"): Verdict {
  return permissive === (verb === "added")
    ? critical("more rows are visible and writable than expected")
    : high("rows that should be visible or writable are not");
}
