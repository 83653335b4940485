/** What can be otherwise on one partition, at every depth, under each policy: found once and mended, or not looked at. Each by turns at one depth; `RUNS=all` at all. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PartitionPolicy, Snapshot } from "../../lib/core/snapshot.ts";
import { compare, type Verdict } from "../../lib/engine/compare.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { ensureRoles } from "../support/roles.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

const SCHEMA = `
  CREATE SCHEMA app;
  CREATE TABLE app.ref (id bigint PRIMARY KEY);
  CREATE FUNCTION app.tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TABLE app.events (id bigint, at date NOT NULL, kind text, note text DEFAULT 'x', size int) PARTITION BY RANGE (at);
  CREATE INDEX by_note ON app.events (lower(note));
  CREATE TRIGGER above BEFORE UPDATE ON app.events FOR EACH ROW EXECUTE FUNCTION app.tf();
  ALTER TABLE app.events ADD CONSTRAINT fair CHECK (size > 0), ADD CONSTRAINT refers FOREIGN KEY (id) REFERENCES app.ref;
  ALTER TABLE app.events ENABLE ROW LEVEL SECURITY;
  CREATE POLICY all_of_it ON app.events USING (size < 9);
  GRANT SELECT ON app.events TO app_ro;
  ${[0, 1, 2, 3, 4].map((n) => `CREATE TABLE app.p${n} PARTITION OF app.events FOR VALUES FROM ('202${n}-01-01') TO ('202${n + 1}-01-01')${n > 2 ? " PARTITION BY LIST (kind)" : ""};`).join("\n")}
  ${[3, 4].flatMap((n) => ["a", "b", "c"].map((k) => `CREATE TABLE app.p${n}_${k} PARTITION OF app.p${n} FOR VALUES IN ('${k}');`)).join("\n")}
  ${["p0", "p1", "p2", "p3", "p4", ...[3, 4].flatMap((n) => ["a", "b", "c"].map((k) => `p${n}_${k}`))].map((name) => `ALTER TABLE app.${name} ENABLE ROW LEVEL SECURITY;`).join("\n")}`;

/** A partition, one that has partitions, and one of those. */
const LEAVES = ["p1", "p4_b"];
const ALL = ["p1", "p4", "p4_b"];

interface Case {
  readonly sql: (table: string) => string;
  readonly found: (name: string) => string;
  readonly at: readonly string[];
  /** Of no consequence: a dynamic partition may have it. */
  readonly free?: boolean;
}

const column = (clause: string, attribute: string, name = "note", at = ALL): Case => ({
  sql: (table) => `ALTER TABLE ONLY ${table} ALTER ${name} ${clause}`,
  found: (partition) => `column.${attribute}.altered column:app.${partition}.${name}`,
  at,
});
const table = (clause: string, found: string, at = ALL): Case => ({
  sql: (name) => `ALTER TABLE ${name} ${clause}`,
  found: (partition) => found.replaceAll("#", `app.${partition}`),
  at,
});
const said = (sql: string, found: string, at = ALL): Case => ({
  sql: (name) => sql.replaceAll("#", name),
  found: (partition) => found.replaceAll("#", `app.${partition}`),
  at,
});

const CASES: Readonly<Record<string, Case>> = {
  "a column's default": column("SET DEFAULT 'y'", "default"),
  "a column without its default": column("DROP DEFAULT", "default"),
  "a column that must have a value": column("SET NOT NULL", "notNull", "size", LEAVES),
  "a column's storage": column("SET STORAGE EXTERNAL", "storage"),
  "a column's compression": column("SET COMPRESSION pglz", "compression"),
  "a column's statistics target": column("SET STATISTICS 7", "statistics"),
  "a column's options": column("SET (n_distinct = 5)", "options"),
  "a comment on a column": {
    ...said("COMMENT ON COLUMN #.note IS 'odd'", "comment.added comment:column.#.note"),
    free: true,
  },
  "a grant on a column": said("GRANT UPDATE (note) ON # TO app_rw", "grant.added grant:column.#.note.app_rw"),
  "a check": table("ADD CONSTRAINT mine CHECK (size < 5)", "constraint.added constraint:#.mine"),
  "a key": table("ADD CONSTRAINT mine UNIQUE (kind, at)", "constraint.added constraint:#.mine"),
  "a reference": table(
    "ADD CONSTRAINT mine FOREIGN KEY (size) REFERENCES app.ref",
    "constraint.added constraint:#.mine",
  ),
  "an index": said("CREATE INDEX mine ON # (size)", "index.added index:#.mine"),
  "the index above, stored otherwise": said(
    "DO $$ BEGIN EXECUTE format('ALTER INDEX %s SET (fillfactor = 50)', (SELECT indexrelid::regclass FROM pg_index WHERE indrelid = '#'::regclass)); END $$",
    "partition-index.added partition-index:#.app.by_note",
    LEAVES,
  ),
  "the index above, sampled otherwise": said(
    "DO $$ BEGIN EXECUTE format('ALTER INDEX %s ALTER 1 SET STATISTICS 9', (SELECT indexrelid::regclass FROM pg_index WHERE indrelid = '#'::regclass)); END $$",
    "partition-index.added partition-index:#.app.by_note",
    LEAVES,
  ),
  "the index above, for CLUSTER": said(
    "DO $$ BEGIN EXECUTE format('ALTER TABLE # CLUSTER ON %I', (SELECT relname FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE indrelid = '#'::regclass)); END $$",
    "partition-index.added partition-index:#.app.by_note",
    LEAVES,
  ),
  "no row security": table("DISABLE ROW LEVEL SECURITY", "table.rowSecurity.altered table:#"),
  "row security for the owner": table("FORCE ROW LEVEL SECURITY", "table.forceRowSecurity.altered table:#"),
  "a policy": said("CREATE POLICY mine ON # USING (true)", "policy.added policy:#.mine"),
  "a trigger": said(
    "CREATE TRIGGER mine BEFORE INSERT ON # FOR EACH ROW EXECUTE FUNCTION app.tf()",
    "trigger.added trigger:#.mine",
  ),
  "the trigger above, off": table("DISABLE TRIGGER above", "partition-trigger.added partition-trigger:#.above", LEAVES),
  "the trigger above, always": table(
    "ENABLE ALWAYS TRIGGER above",
    "partition-trigger.added partition-trigger:#.above",
    LEAVES,
  ),
  "a rule": said("CREATE RULE mine AS ON DELETE TO # DO INSTEAD NOTHING", "rule.added rule:#.mine"),
  "storage options": table("SET (fillfactor = 50)", "table.options.altered table:#", LEAVES),
  "vacuum options": table("SET (autovacuum_enabled = false)", "table.options.altered table:#", LEAVES),
  "no log": table("SET UNLOGGED", "table.persistence.altered table:#", LEAVES),
  "a replica identity": table("REPLICA IDENTITY FULL", "table.replicaIdentity.altered table:#"),
  "extended statistics": said(
    "CREATE STATISTICS app.mine ON kind, size FROM #",
    "statistics.added statistics:app.mine",
  ),
  "an owner": table("OWNER TO app_owner", "owner.role.altered owner:table.#"),
  "a grant": said("GRANT DELETE ON # TO app_rw", "grant.added grant:table.#.app_rw"),
  "a comment": { ...said("COMMENT ON TABLE # IS 'odd'", "comment.added comment:table.#"), free: true },
};

let database: WatchedDatabase;
let expected: Snapshot;

beforeAll(async () => {
  await ensureRoles();
  database = await watchedDatabase();
  await database.sql(SCHEMA);
  expected = await database.reread();
});
afterAll(() => database.drop());

const under = (policy: PartitionPolicy, actual: Snapshot): Verdict =>
  compare(KINDS, expected, actual, { partitions: { "app.events": policy } });
const told = ({ findings }: Verdict): string[] => findings.map(({ code, address }) => `${code} ${address}`);

const ROWS = Object.entries(CASES).flatMap(([what, { at, sql, found, free }], turn) =>
  at
    .filter((_name, depth) => process.env.RUNS === "all" || depth === turn % at.length)
    .map((name) => [what, name, sql(`app.${name}`), found(name), free === true] as const),
);

describe("one partition that is otherwise", () => {
  it.each(ROWS)("%s: %s", async (_what, _name, sql, found, free) => {
    await database.sql(sql);
    const actual = await database.reread();
    const dynamic = under("dynamic", actual);
    expect.soft(told(dynamic), "dynamic").toEqual(free ? [] : [found]);
    expect.soft(told(under("managed", actual)), "managed").toEqual([found]);
    expect.soft(told(under("ignored", actual)), "ignored").toEqual([]);
    await database.run(dynamic.remediation.statements.map((statement) => statement.sql));
    const mended = under("managed", await database.reread());
    expect.soft(told(mended), "mended").toEqual(free ? [found] : []);
    await database.run(mended.remediation.statements.map((statement) => statement.sql));
  });
});
