/** Triggers that users made. Those PostgreSQL makes for foreign keys, and their copies on partitions, are not objects. */

import { type SqlText, sqlTextOrNull } from "../core/canonical.ts";
import { bracketed } from "../core/deparsed.ts";
import { putByUsers } from "../core/extension-tables.ts";
import { firing, firingDrift, firingState } from "../core/firing.ts";
import { defineKind } from "../core/registered.ts";
import { flag, integer, sorted, text, textOrNull, texts } from "../core/row.ts";
import { high, medium } from "../core/severity.ts";
import { ident, literal, qualified, userSchemas } from "../core/sql.ts";
import { statement } from "../core/statement.ts";

type Trigger = {
  timing: string;
  events: readonly string[];
  updateOf: readonly string[];
  level: string;
  function: readonly string[];
  arguments: readonly string[];
  when: SqlText | null;
  oldTable: string | null;
  newTable: string | null;
  /** Of a constraint trigger: when it fires and what it refers to; else null. */
  constraint: { deferrable: string; from: readonly string[] | null } | null;
  enabled: string;
};
type At = { schema: string; table: string; name: string };

/** `pg_trigger.tgtype`, bit by bit. */
const ROW = 1;
const BEFORE = 2;
const INSTEAD = 64;
const EVENTS = [
  [4, "INSERT"],
  [8, "DELETE"],
  [16, "UPDATE"],
  [32, "TRUNCATE"],
] as const;

export const trigger = defineKind<readonly ["schema", "table", "name"], Trigger>({
  name: "trigger",
  title: "trigger",
  key: ["schema", "table", "name"],
  catalogue: "pg_trigger",
  numerous: true,
  reads: [
    "pg_trigger",
    "pg_class",
    "pg_namespace",
    "pg_proc",
    "pg_attribute",
    "pg_depend",
    "pg_extension",
    "pg_constraint",
  ],
  rank: 110,
  query: () => `
    SELECT t.oid, n.nspname AS schema, c.relname AS table, t.tgname AS name, t.tgtype::int4 AS type,
           CASE WHEN t.tgattr <> ''::int2vector THEN
             ARRAY(SELECT a.attname::text FROM unnest(t.tgattr::int2[]) k JOIN pg_attribute a ON a.attrelid = t.tgrelid AND a.attnum = k)
           END AS update_of,
           ARRAY[pn.nspname, p.proname]::text[] AS function, t.tgnargs::int4 AS argument_count, encode(t.tgargs, 'hex') AS arguments,
           t.tgqual IS NOT NULL AS conditional, CASE WHEN t.tgqual IS NOT NULL THEN pg_get_triggerdef(t.oid) END AS definition,
           t.tgoldtable::text AS old_table, t.tgnewtable::text AS new_table, t.tgconstraint <> 0 AS is_constraint,
           t.tgdeferrable AS deferrable, t.tginitdeferred AS deferred, t.tgenabled::text AS enabled,
           CASE WHEN f.oid IS NOT NULL THEN ARRAY[fn.nspname, f.relname]::text[] END AS constraint_from
    FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid AND c.relpersistence <> 't'
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_proc p ON p.oid = t.tgfoid
    JOIN pg_namespace pn ON pn.oid = p.pronamespace
    LEFT JOIN (pg_class f JOIN pg_namespace fn ON fn.oid = f.relnamespace) ON f.oid = t.tgconstrrelid
    WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND ${userSchemas("n")} AND ${putByUsers("pg_trigger", "t.oid", "t.tgrelid")}`,
  canonicalise: (row) => {
    const type = integer(row.type);
    return {
      timing: type & BEFORE ? "BEFORE" : type & INSTEAD ? "INSTEAD OF" : "AFTER",
      events: EVENTS.filter(([bit]) => type & bit).map(([, event]) => event),
      updateOf: sorted(texts(row.update_of)),
      level: type & ROW ? "ROW" : "STATEMENT",
      function: texts(row.function),
      arguments: decodeArguments(integer(row.argument_count), text(row.arguments)),
      when: sqlTextOrNull("expression", flag(row.conditional) ? whenOf(text(row.definition)) : null),
      oldTable: textOrNull(row.old_table),
      newTable: textOrNull(row.new_table),
      constraint: flag(row.is_constraint)
        ? {
            deferrable: flag(row.deferred)
              ? "DEFERRABLE INITIALLY DEFERRED"
              : flag(row.deferrable)
                ? "DEFERRABLE"
                : "NOT DEFERRABLE",
            from: row.constraint_from === null ? null : texts(row.constraint_from),
          }
        : null,
      enabled: firingState(text(row.enabled)),
    };
  },
  within: (at) => ["table", "view", "foreign-table"].map((kind) => ({ kind, path: [at.schema, at.table] })),
  sqlName: (at) => `TRIGGER ${ident(at.name)} ON ${qualified(at.schema, at.table)}`,
  added: high("every write runs code that nobody expected"),
  removed: high("what the trigger used to do at every write is not done"),
  rename: {
    passesDown: true,
    drift: medium("triggers of one moment fire in the order of their names"),
    hazards: ["access-exclusive-lock"],
    likeness: "definition",
  },
  attributes: {
    timing: {
      drift: high(
        "the trigger comes too late to change a row, or too early to see it written: it fires at another moment",
      ),
      recreate: true,
    },
    events: {
      drift: high("what the trigger does is not done at some writes, or done at others: it fires on other statements"),
      recreate: true,
    },
    updateOf: {
      drift: high("some updates pass the trigger by, or set it off: it watches other columns"),
      recreate: true,
    },
    level: {
      drift: high("the trigger no longer sees each row, or runs for each: it fires per statement, or per row, instead"),
      recreate: true,
    },
    function: { drift: high("every write runs another function"), recreate: true },
    arguments: { drift: high("the trigger's function does something else: it gets other arguments"), recreate: true },
    when: {
      drift: high("some rows pass the trigger by, or set it off: it fires under another condition"),
      recreate: true,
    },
    oldTable: {
      drift: high("the trigger's function fails, or misses rows: it sees other transition tables"),
      recreate: true,
    },
    newTable: {
      drift: high("the trigger's function fails, or misses rows: it sees other transition tables"),
      recreate: true,
    },
    constraint: {
      drift: medium("the trigger fires at another moment: at the statement, or at the end of the transaction"),
      recreate: true,
    },
    // Said of a partitioned table, it is said of all partitions.
    enabled: {
      drift: firingDrift,
      alter: (at, to) => [firing([at.schema, at.table], at.name, to)],
    },
  },
  create: (at, spec) => [
    statement(definition(at, spec), "changes-behaviour", "share-row-exclusive-lock"),
    ...(spec.enabled === "origin" ? [] : [firing([at.schema, at.table], at.name, spec.enabled)]),
  ],
  drop: (at) => [
    statement(
      `DROP TRIGGER ${ident(at.name)} ON ${qualified(at.schema, at.table)}`,
      "changes-behaviour",
      "access-exclusive-lock",
    ),
  ],
  rebuildable: true,
});

// pg_get_expr refuses a condition on two rows (OLD and NEW), so it is cut out of the whole definition.
function whenOf(definition: string): string {
  const condition = bracketed(definition, " WHEN (");
  if (condition === undefined) throw new Error(`no WHEN in ${definition}`);
  return condition;
}

/** `pg_trigger.tgargs`: each argument followed by a zero byte. */
const decodeArguments = (count: number, hex: string): string[] =>
  Buffer.from(hex, "hex").toString("utf8").split("\0").slice(0, count);

function definition(at: At, spec: Trigger): string {
  const events = spec.events.map((event) =>
    event === "UPDATE" && spec.updateOf.length > 0 ? `UPDATE OF ${spec.updateOf.map(ident).join(", ")}` : event,
  );
  const transition = [
    spec.oldTable ? `OLD TABLE AS ${ident(spec.oldTable)}` : "",
    spec.newTable ? `NEW TABLE AS ${ident(spec.newTable)}` : "",
  ].filter((part) => part !== "");
  const parts = [
    `CREATE ${spec.constraint ? "CONSTRAINT " : ""}TRIGGER ${ident(at.name)} ${spec.timing} ${events.join(" OR ")}`,
    `ON ${qualified(at.schema, at.table)}`,
    spec.constraint?.from ? `FROM ${qualified(...spec.constraint.from)}` : "",
    spec.constraint && spec.constraint.deferrable !== "NOT DEFERRABLE" ? spec.constraint.deferrable : "",
    transition.length > 0 ? `REFERENCING ${transition.join(" ")}` : "",
    `FOR EACH ${spec.level}`,
    spec.when ? `WHEN (${spec.when.text})` : "",
    `EXECUTE FUNCTION ${qualified(...spec.function)}(${spec.arguments.map(literal).join(", ")})`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}
