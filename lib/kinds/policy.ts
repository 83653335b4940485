/** Row security policies. */

import { encode, type SqlText, sqlTextOrNull } from "../core/canonical.ts";
import { putByUsers } from "../core/extension-tables.ts";
import type { Hazard } from "../core/hazard.ts";
import type { Alteration } from "../core/kind.ts";
import { type Reach, reach } from "../core/predicate.ts";
import { defineKind } from "../core/registered.ts";
import { flag, sorted, text, textOrNull, texts } from "../core/row.ts";
import { critical, high, low, type Verdict } from "../core/severity.ts";
import { ident, qualified, userSchemas } from "../core/sql.ts";
import { type Statement, statement } from "../core/statement.ts";

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
/** One statement for all that differs: nobody sees the one condition with the other of before. */
function altered(at: At, _to: unknown, { actual, expected }: Alteration<Policy>): readonly Statement[] {
  const { roles, using, check } = expected;
  const clauses: readonly (readonly [keyof Policy, string, Reach])[] = [
    ["roles", `TO ${roles.map(role).join(", ")}`, rolesReach(actual.roles, roles, actual.permissive)],
    ["using", `USING (${using?.text})`, clauseReach(actual.using, using, actual.permissive)],
    ["check", `WITH CHECK (${check?.text})`, checkReach(actual.check, check)],
  ];
  const said = clauses.filter(([name]) => expected[name] !== null && encode(actual[name]) !== encode(expected[name]));
  const opens = said.some(([, , how]) => how !== "narrower");
  const sql = `ALTER POLICY ${on(at)} ${said.map(([, clause]) => clause).join(" ")}`;
  return [statement(sql, opensIf(opens), "access-exclusive-lock")];
}

export const policy = defineKind<readonly ["schema", "table", "name"], Policy>({
  name: "policy",
  title: "policy",
  key: ["schema", "table", "name"],
  catalogue: "pg_policy",
  someOf: "pg_policy",
  reads: ["pg_policy", "pg_class", "pg_namespace", "pg_depend", "pg_extension", "pg_constraint"],
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
    WHERE ${batch("p.oid")} AND ${userSchemas("n")} AND ${putByUsers("pg_policy", "p.oid", "p.polrelid")}`,
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
  rename: {
    drift: low("it guards the same rows under another name"),
    hazards: ["access-exclusive-lock"],
    likeness: "definition",
  },
  attributes: {
    command: {
      drift: (expected, actual, object) =>
        actual === "ALL" || expected === "ALL"
          ? COMMANDS_CHANGED[(actual === "ALL") === object.permissive ? "wider" : "narrower"]
          : COMMANDS_CHANGED.unknown,
      recreate: true,
    },
    permissive: {
      drift: (_expected, actual) =>
        actual
          ? critical("the policy opens rows where it used to close them")
          : high("the policy closes rows where it used to open them: those who need them see none"),
      recreate: true,
    },
    roles: {
      drift: (expected, actual, object) => ROLES_CHANGED[rolesReach(expected, actual, object.permissive)],
      alter: altered,
    },
    // ALTER POLICY can change a clause but not take it away.
    using: {
      drift: (expected, actual, object) => ROWS_CHANGED[clauseReach(expected, actual, object.permissive)],
      alter: (at, to, alteration) => (to ? altered(at, to, alteration) : "recreate"),
    },
    check: {
      drift: (expected, actual) => WRITES_CHANGED[checkReach(expected, actual)],
      alter: (at, to, alteration) => (to ? altered(at, to, alteration) : "recreate"),
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
    ? critical("rows are visible or writable that nobody is meant to see or write")
    : high("rows that should be visible or writable are not");
}

/** A verdict for each way in which what a policy lets through can have changed. */
type Verdicts = Readonly<Record<Reach, Verdict>>;

const COMMANDS_CHANGED: Verdicts = {
  wider: critical("the policy opens rows to statements that it did not, or no longer closes them to all"),
  narrower: high("statements on rows that should be visible or writable find none, or are refused"),
  unknown: critical("the policy guards other statements: some that it guarded find no row, or pass unguarded"),
};
const ROLES_CHANGED: Verdicts = {
  wider: critical("roles see or write rows that are not meant for them"),
  narrower: high("roles that should see or write the rows no longer do"),
  unknown: critical("the policy holds for other roles: some may see or write rows that are not meant for them"),
};
const ROWS_CHANGED: Verdicts = {
  wider: critical("more rows are visible or writable than expected"),
  narrower: high("rows that should be visible or writable are not"),
  unknown: critical("other rows are visible or writable, and nothing tells whether more"),
};
const WRITES_CHANGED: Verdicts = {
  wider: critical("rows can be written that should be refused"),
  narrower: high("rows are refused that should be written"),
  unknown: critical("other rows can be written, and nothing tells whether more"),
};

/** Of a restrictive policy, which binds those it names, it is the other way round. */
function rolesReach(expected: readonly string[], actual: readonly string[], permissive: boolean): Reach {
  const covers = (all: readonly string[], some: readonly string[]) =>
    all.includes("public") || some.every((name) => all.includes(name));
  if (covers(actual, expected)) return permissive ? "wider" : "narrower";
  if (covers(expected, actual)) return permissive ? "narrower" : "wider";
  return "unknown";
}

/** Without a condition a permissive policy opens nothing, and a restrictive one closes nothing. */
function clauseReach(expected: SqlText | null, actual: SqlText | null, permissive: boolean): Reach {
  if (expected && actual) return reach(expected.text, actual.text);
  return (actual !== null) === permissive ? "wider" : "narrower";
}

/** Without a check rows are checked by the condition, if they are at all. */
const checkReach = (expected: SqlText | null, actual: SqlText | null): Reach =>
  expected && actual ? reach(expected.text, actual.text) : "unknown";
