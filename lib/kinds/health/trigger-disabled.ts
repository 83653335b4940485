/** Triggers, event triggers and rules that are switched off, and constraints whose own triggers are. */

import type { Address } from "../../core/address.ts";
import { type HealthCheck, partitionRoot } from "../../core/health.ts";
import { text, textsOrNull } from "../../core/row.ts";
import { high, medium, type Verdict } from "../../core/severity.ts";
import { ident, notFromExtension, qualified, userSchemas } from "../../core/sql.ts";

const OF_USERS = `${userSchemas("n")} AND ${notFromExtension("pg_class", "t.oid")}`;

export const triggerDisabled: HealthCheck = {
  name: "trigger-disabled",
  title: "triggers and rules that are switched off",
  // Triggers that partitions have from their parent are internal on 14 only; they count where the parent's is on.
  query: () => `
    SELECT n.nspname AS schema, t.relname AS table, g.tgname AS name, 'trigger' AS sort, ${partitionRoot("t")} AS root
    FROM pg_trigger g
    JOIN pg_class t ON t.oid = g.tgrelid AND t.relpersistence <> 't' JOIN pg_namespace n ON n.oid = t.relnamespace
    LEFT JOIN pg_trigger p ON p.oid = g.tgparentid
    WHERE g.tgenabled = 'D' AND (NOT g.tgisinternal OR g.tgparentid <> 0 AND g.tgconstraint = 0)
      AND p.tgenabled IS DISTINCT FROM 'D' AND ${OF_USERS}
    UNION ALL
    SELECT DISTINCT n.nspname, t.relname, k.conname, 'constraint', ${partitionRoot("t")}
    FROM pg_trigger g JOIN pg_constraint k ON k.oid = g.tgconstraint AND k.contype IN ('f', 'p', 'u', 'x')
    JOIN pg_class t ON t.oid = k.conrelid AND t.relpersistence <> 't' JOIN pg_namespace n ON n.oid = t.relnamespace
    LEFT JOIN pg_trigger p ON p.oid = g.tgparentid
    WHERE g.tgenabled = 'D' AND g.tgisinternal AND p.tgenabled IS DISTINCT FROM 'D' AND ${OF_USERS}
    UNION ALL
    SELECT n.nspname, t.relname, r.rulename, 'rule', NULL
    FROM pg_rewrite r JOIN pg_class t ON t.oid = r.ev_class JOIN pg_namespace n ON n.oid = t.relnamespace
    WHERE r.ev_enabled = 'D' AND r.rulename <> '_RETURN' AND ${OF_USERS}
    UNION ALL
    SELECT NULL, NULL, e.evtname, 'event-trigger', NULL
    FROM pg_event_trigger e WHERE e.evtenabled = 'D' AND ${notFromExtension("pg_event_trigger", "e.oid")}`,
  ailment: (row) => {
    const [name, sort, root] = [text(row.name), text(row.sort), textsOrNull(row.root)];
    const partitionOf: Address | undefined = root ? { kind: "table", path: root } : undefined;
    if (sort === "event-trigger") return { address: { kind: sort, path: [name] }, ...eventTrigger(name), partitionOf };
    const path = [text(row.schema), text(row.table), name];
    const table = qualified(text(row.schema), text(row.table));
    return {
      address: { kind: sort, path },
      ...(sort === "constraint" ? check(table) : own(sort, table, name)),
      partitionOf,
    };
  },
};

type Judged = Verdict & { readonly suggestion: string };

const eventTrigger = (name: string): Judged => ({
  ...medium("the event trigger is switched off: it sees nothing of what is done to the schema"),
  suggestion: `switch it on: ALTER EVENT TRIGGER ${ident(name)} ENABLE`,
});

const own = (sort: string, table: string, name: string): Judged => ({
  ...medium(`the ${sort} is switched off: what it is there for does not happen`),
  suggestion: `switch it on: ALTER TABLE ${table} ENABLE ${sort.toUpperCase()} ${ident(name)}`,
});

const check = (table: string): Judged => ({
  ...high("the triggers that enforce the constraint are switched off: rows that break it are accepted"),
  suggestion: `switch them on, on both tables of a foreign key: ALTER TABLE ${table} ENABLE TRIGGER ALL; then look for rows that came in meanwhile`,
});
