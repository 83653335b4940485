/** Rewrite rules. The `_RETURN` rule of a view is the view itself. */

import { type SqlText, sqlText, sqlTextOrNull } from "../core/canonical.ts";
import { findOutside } from "../core/deparsed.ts";
import { putByUsers } from "../core/extension-tables.ts";
import { firingState, firingWords } from "../core/firing.ts";
import { defineKind } from "../core/registered.ts";
import { flag, text } from "../core/row.ts";
import { critical, high, low, medium } from "../core/severity.ts";
import { ident, qualified, userSchemas } from "../core/sql.ts";
import { type Statement, statement } from "../core/statement.ts";

type Rewriting = {
  event: string;
  /** The actions take the place of the statement. */
  instead: boolean;
  condition: SqlText | null;
  /** None: `DO NOTHING`. */
  actions: readonly SqlText[];
  enabled: string;
};
type At = { schema: string; table: string; name: string };

const EVENTS: Record<string, string> = { "2": "UPDATE", "3": "INSERT", "4": "DELETE" };

const on = (at: At) => `${ident(at.name)} ON ${qualified(at.schema, at.table)}`;
const replaced = (at: At, _to: unknown, { expected }: { expected: Rewriting }) => [definition(at, expected)];
const ORDINARY = "r.ev_type <> '1'";

export const rule = defineKind<readonly ["schema", "table", "name"], Rewriting>({
  name: "rule",
  title: "rule",
  key: ["schema", "table", "name"],
  catalogue: "pg_rewrite",
  someOf: "pg_rewrite WHERE rulename <> '_RETURN' AND oid >= 16384",
  reads: ["pg_rewrite", "pg_class", "pg_namespace", "pg_depend", "pg_extension", "pg_constraint"],
  rank: 115,
  batches: `SELECT r.oid FROM pg_rewrite r WHERE r.oid >= 16384 AND ${ORDINARY}`,
  query: (_server, batch) => `
    SELECT r.oid, n.nspname AS schema, c.relname AS table, r.rulename AS name, r.ev_type::text AS event,
           r.is_instead AS instead, r.ev_enabled::text AS enabled, pg_get_ruledef(r.oid) AS definition
    FROM pg_rewrite r
    JOIN pg_class c ON c.oid = r.ev_class AND c.relpersistence <> 't'
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${batch("r.oid")} AND ${ORDINARY} AND ${userSchemas("n")} AND ${putByUsers("pg_rewrite", "r.oid", "r.ev_class")}`,
  canonicalise: (row) => ({
    event: EVENTS[text(row.event)] ?? text(row.event),
    instead: flag(row.instead),
    ...partsOf(text(row.definition)),
    enabled: firingState(text(row.enabled)),
  }),
  within: (at) => ["table", "view"].map((kind) => ({ kind, path: [at.schema, at.table] })),
  sqlName: (at) => `RULE ${on(at)}`,
  added: (spec) =>
    spec.instead
      ? critical("statements on the table do something else than they say")
      : high("statements on the table do more than they say"),
  removed: high("what the rule used to make of every statement is not done"),
  rename: {
    drift: low("rules apply in the order of their names"),
    hazards: ["access-exclusive-lock"],
    likeness: "definition",
  },
  attributes: {
    event: {
      drift: high("statements do what they say where the rule used to change them: it rewrites others"),
      alter: replaced,
    },
    instead: {
      drift: (_expected, actual) =>
        actual
          ? critical("statements are not done any more: the rule does something instead of them")
          : critical("statements are done that the rule used to replace"),
      alter: replaced,
    },
    condition: {
      drift: high("some rows pass the rule by, or are caught by it: it holds under another condition"),
      alter: replaced,
    },
    actions: {
      drift: high("statements do something else than they used to: the rule makes something else of them"),
      alter: replaced,
    },
    enabled: {
      drift: (expected, actual) =>
        actual === "disabled"
          ? critical("the rule is disabled: what it used to make of every statement is not done")
          : actual === "replica"
            ? high("statements of ordinary sessions pass the rule by: it holds on replicas only")
            : expected === "disabled"
              ? high("statements do what a rule that was switched off makes of them")
              : medium("the rule holds for what replication writes, too, or no longer does"),
      alter: (at, to) => [firing(at, to)],
    },
  },
  create: (at, spec) => [definition(at, spec), ...(spec.enabled === "origin" ? [] : [firing(at, spec.enabled)])],
  drop: (at) => [statement(`DROP RULE ${on(at)}`, "changes-behaviour", "access-exclusive-lock")],
  rebuildable: true,
});

const firing = (at: At, state: string): Statement =>
  statement(
    `ALTER TABLE ${qualified(at.schema, at.table)} ${firingWords(state)} RULE ${ident(at.name)}`,
    "changes-behaviour",
    "access-exclusive-lock",
  );

/** `… WHERE condition DO INSTEAD action;` or `… DO ( action; action; );`, with a line break before NOTIFY. */
function partsOf(definition: string): Pick<Rewriting, "condition" | "actions"> {
  const end = Math.min(
    ...[" DO ", " DO\n"].map((phrase) => findOutside(definition, phrase)).filter((place) => place >= 0),
  );
  const head = definition.slice(0, end);
  const body = definition.slice(end + " DO ".length).replace(/^INSTEAD\s/, "");
  const where = findOutside(head, " WHERE ");
  return {
    condition: sqlTextOrNull("expression", where < 0 ? null : head.slice(where + " WHERE ".length)),
    actions: actionsIn(body.trim()).map((action) => sqlText("statement", action)),
  };
}

function actionsIn(body: string): string[] {
  if (body === "NOTHING;") return [];
  if (!body.startsWith("(")) return [body.replace(/;$/, "")];
  const actions: string[] = [];
  let rest = body.slice(1, body.lastIndexOf(")"));
  for (let end = findOutside(rest, ";"); end >= 0; end = findOutside(rest, ";")) {
    actions.push(rest.slice(0, end).trim());
    rest = rest.slice(end + 1);
  }
  return actions;
}

function definition(at: At, spec: Rewriting): Statement {
  const actions = spec.actions.map(({ text }) => text).join(";\n");
  const parts = [
    `CREATE OR REPLACE RULE ${ident(at.name)} AS ON ${spec.event} TO ${qualified(at.schema, at.table)}`,
    spec.condition ? `WHERE ${spec.condition.text}` : "",
    `DO ${spec.instead ? "INSTEAD" : "ALSO"} ${spec.actions.length === 0 ? "NOTHING" : `(${actions})`}`,
  ];
  return statement(parts.filter((part) => part !== "").join(" "), "changes-behaviour", "access-exclusive-lock");
}
