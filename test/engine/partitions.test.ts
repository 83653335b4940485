/** Partitions that come and go: in sync as long as they are like their parent and each other. */

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PartitionPolicy, Snapshot } from "../../lib/core/snapshot.ts";
import { type Asked, compare } from "../../lib/engine/compare.ts";
import { takeSnapshot } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { ensureRoles } from "../support/roles.ts";

const PARENT = `
  CREATE SCHEMA app;
  CREATE FUNCTION app.tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TABLE app.events (id bigint GENERATED ALWAYS AS IDENTITY, at date NOT NULL, kind text, note text DEFAULT 'x', PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
  CREATE INDEX ON app.events (kind);
  CREATE TRIGGER above BEFORE UPDATE ON app.events FOR EACH ROW EXECUTE FUNCTION app.tf();
  ALTER TABLE app.events ENABLE ROW LEVEL SECURITY;
  GRANT SELECT ON app.events TO app_ro;`;

/** As pg_partman makes them: with what its template says, besides what the parent passes on. */
const partition = (n: number) => `
  CREATE TABLE app.events_p${n} PARTITION OF app.events FOR VALUES FROM ('${date(n)}') TO ('${date(n + 1)}') WITH (fillfactor = 90);
  CREATE UNIQUE INDEX events_p${n}_note_idx ON app.events_p${n} (note);
  ALTER TABLE app.events_p${n} ENABLE ROW LEVEL SECURITY;
  GRANT SELECT ON app.events_p${n} TO app_ro;`;
const date = (n: number): string => new Date(Date.UTC(2020, n, 1)).toISOString().slice(0, 10);
const partitions = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, place) => partition(from + place)).join("\n");

let database: FreshDatabase;

beforeEach(async () => {
  await ensureRoles();
  database = await freshDatabase();
});
afterEach(() => database.drop());

const take = () => takeSnapshot(database.url);
const under = (policy: PartitionPolicy, pattern = "app.events"): Asked => ({ partitions: { [pattern]: policy } });
const verdict = (expected: Snapshot, actual: Snapshot, asked: Asked = under("dynamic")) =>
  compare(KINDS, expected, actual, asked);
const told = (expected: Snapshot, actual: Snapshot, asked?: Asked) =>
  verdict(expected, actual, asked).findings.map(({ code, address }) => `${code} ${address}`);

/** Each with what it does to the third partition, and what is found. */
const OUTLIERS: readonly (readonly [what: string, sql: string, found: string])[] = [
  [
    "a default of its own",
    "ALTER TABLE app.events_p3 ALTER kind SET DEFAULT 'k'",
    "column.default.altered column:app.events_p3.kind",
  ],
  [
    "no default where the parent has one",
    "ALTER TABLE app.events_p3 ALTER note DROP DEFAULT",
    "column.default.altered column:app.events_p3.note",
  ],
  [
    "a constraint of its own",
    "ALTER TABLE app.events_p3 ADD CONSTRAINT mine CHECK (kind <> 'z')",
    "constraint.added constraint:app.events_p3.mine",
  ],
  ["an index of its own", "CREATE INDEX mine ON app.events_p3 (at)", "index.added index:app.events_p3.mine"],
  [
    "no index where the others have one",
    "DROP INDEX app.events_p3_note_idx",
    "index.removed index:app.events_p3.events_p3_note_idx",
  ],
  [
    "the parent's index stored otherwise",
    "ALTER INDEX app.events_p3_kind_idx SET (fillfactor = 50)",
    "partition-index.added partition-index:app.events_p3.app.events_kind_idx",
  ],
  [
    "the parent's index not valid",
    "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'app.events_p3_kind_idx'::regclass",
    "partition-index.added partition-index:app.events_p3.app.events_kind_idx",
  ],
  [
    "an index that is not valid",
    "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'app.events_p3_note_idx'::regclass",
    "index.valid.altered index:app.events_p3.events_p3_note_idx",
  ],
  [
    "row security switched off",
    "ALTER TABLE app.events_p3 DISABLE ROW LEVEL SECURITY",
    "table.rowSecurity.altered table:app.events_p3",
  ],
  ["another owner", "ALTER TABLE app.events_p3 OWNER TO app_owner", "owner.role.altered owner:table.app.events_p3"],
  [
    "rights that the others do not give",
    "GRANT SELECT ON app.events_p3 TO app_rw",
    "grant.added grant:table.app.events_p3.app_rw",
  ],
  [
    "more rights than the others give",
    "GRANT DELETE ON app.events_p3 TO app_ro",
    "grant.privileges.altered grant:table.app.events_p3.app_ro",
  ],
  ["rights withheld", "REVOKE SELECT ON app.events_p3 FROM app_ro", "grant.removed grant:table.app.events_p3.app_ro"],
  [
    "other storage options",
    "ALTER TABLE app.events_p3 SET (fillfactor = 50)",
    "table.options.altered table:app.events_p3",
  ],
  ["no storage options", "ALTER TABLE app.events_p3 RESET (fillfactor)", "table.options.altered table:app.events_p3"],
  [
    "another replica identity",
    "ALTER TABLE app.events_p3 REPLICA IDENTITY FULL",
    "table.replicaIdentity.altered table:app.events_p3",
  ],
  [
    "the parent's trigger not fired",
    "ALTER TABLE app.events_p3 DISABLE TRIGGER above",
    "partition-trigger.added partition-trigger:app.events_p3.above",
  ],
  ["a policy of its own", "CREATE POLICY mine ON app.events_p3 USING (true)", "policy.added policy:app.events_p3.mine"],
];

describe("dynamic", () => {
  it("is in sync when new ones came and old ones went, whichever side has been told", async () => {
    await database.sql(PARENT + partitions(0, 6));
    const expected = await take();
    await database.sql(`DROP TABLE app.events_p0; ${partitions(6, 14)}`);
    const actual = await take();
    const { status, findings, leftOut, fingerprint, remediation } = verdict(expected, actual);
    expect({ status, findings }).toEqual({ status: "IN_SYNC", findings: [] });
    expect(fingerprint.expected).toBe(fingerprint.actual);
    expect(remediation.statements).toEqual([]);
    expect(leftOut).toMatchObject([{ address: "table:app.events", by: "partitions", count: 13 }]);
    expect(verdict(expected, actual, under("dynamic", "*")).status).toBe("IN_SYNC");
    expect(verdict(expected, actual, under("managed")).status).toBe("DRIFTED");
  });

  it("is in sync with the parent alone, as migrations make it", async () => {
    await database.sql(PARENT);
    const expected = await take();
    await database.sql(partitions(0, 5));
    expect(told(expected, await take())).toEqual([]);
  });

  it.each(OUTLIERS)("finds %s, once, and knows how to mend it", async (_what, sql, found) => {
    await database.sql(PARENT + partitions(0, 6));
    const expected = await take();
    await database.sql(`${partitions(6, 8)}; ${sql}`);
    const { findings, remediation } = verdict(expected, await take());
    expect(findings.map(({ code, address }) => `${code} ${address}`)).toEqual([found]);
    for (const statement of remediation.statements) await database.sql(statement.sql);
    expect(told(expected, await take())).toEqual([]);
  });

  it.each(OUTLIERS)("finds %s in a partition that nobody has seen before", async (_what, sql, found) => {
    await database.sql(PARENT + partitions(4, 9));
    const expected = await take();
    await database.sql(`${partitions(0, 4)}; ${sql}`);
    expect(told(expected, await take())).toEqual([found]);
  });

  it.each(OUTLIERS)("finds %s where only the siblings can tell", async (_what, sql, found) => {
    await database.sql(PARENT);
    const expected = await take();
    await database.sql(`${partitions(0, 6)}; ${sql}`);
    expect(told(expected, await take())).toEqual([found]);
  });

  it("does not take the word of partitions that all let everybody read what the parent guards", async () => {
    await database.sql(PARENT);
    const expected = await take();
    await database.sql(`${partitions(0, 2)};
      ALTER TABLE app.events_p0 DISABLE ROW LEVEL SECURITY; ALTER TABLE app.events_p1 DISABLE ROW LEVEL SECURITY`);
    const actual = await take();
    expect(told(expected, actual)).toEqual([
      "table.rowSecurity.altered table:app.events_p0",
      "table.rowSecurity.altered table:app.events_p1",
    ]);
    // What has been accepted is accepted, also of those that come later.
    await database.sql(`${partition(2)}; ALTER TABLE app.events_p2 DISABLE ROW LEVEL SECURITY`);
    expect(told(actual, await take())).toEqual([]);
  });

  it("accepts what was expected of a partition, however odd", async () => {
    await database.sql(PARENT + partitions(0, 6));
    for (const [, sql] of OUTLIERS) if (!sql.startsWith("UPDATE")) await database.sql(sql);
    const expected = await take();
    await database.sql(partitions(6, 8));
    expect(told(expected, await take())).toEqual([]);
  });

  it("tells of the parent once, and not of each partition that followed it", async () => {
    await database.sql(PARENT + partitions(0, 6));
    const expected = await take();
    await database.sql("ALTER TABLE app.events ADD COLUMN hotfix int; ALTER TABLE app.events DROP COLUMN kind");
    expect(told(expected, await take())).toEqual([
      "column.removed column:app.events.kind",
      "column.added column:app.events.hotfix",
    ]);
  });

  it("reaches partitions of partitions", async () => {
    const year = (n: number) => `
      CREATE TABLE app.sales_${n} PARTITION OF app.sales FOR VALUES FROM (${n}) TO (${n + 1}) PARTITION BY LIST (region);
      CREATE TABLE app.sales_${n}_eu PARTITION OF app.sales_${n} FOR VALUES IN ('eu');
      CREATE TABLE app.sales_${n}_us PARTITION OF app.sales_${n} FOR VALUES IN ('us');`;
    await database.sql(`CREATE SCHEMA app; CREATE TABLE app.sales (year int, region text, sum numeric) PARTITION BY RANGE (year);
      ${year(2020)} ${year(2021)}`);
    const expected = await take();
    await database.sql(`${year(2022)} ${year(2023)}`);
    const asked = under("dynamic", "app.sales");
    expect(verdict(expected, await take(), asked)).toMatchObject({ status: "IN_SYNC", leftOut: [{ count: 12 }] });
    await database.sql(
      "ALTER TABLE app.sales_2023_eu ALTER sum SET DEFAULT 0; ALTER TABLE app.sales_2022 OWNER TO app_ro",
    );
    expect(told(expected, await take(), asked)).toEqual([
      "owner.role.altered owner:table.app.sales_2022",
      "column.default.altered column:app.sales_2023_eu.sum",
    ]);
  });

  it("holds four hundred months", async () => {
    const plain = (from: number, to: number) =>
      partitions(from, to).replaceAll(/^ *(CREATE UNIQUE|ALTER|GRANT).*$/gm, "");
    await database.sql(PARENT + plain(0, 397));
    const expected = await take();
    await database.sql(plain(397, 400));
    const actual = await take();
    expect(verdict(expected, actual)).toMatchObject({ status: "IN_SYNC", leftOut: [{ count: 400 }] });
  });
});

describe("ignored", () => {
  it("looks at no partition, but still at the parent", async () => {
    await database.sql(PARENT + partitions(0, 3));
    const expected = await take();
    await database.sql(`${partitions(3, 5)} ALTER TABLE app.events_p1 DISABLE ROW LEVEL SECURITY`);
    expect(verdict(expected, await take(), under("ignored", "events"))).toMatchObject({
      status: "IN_SYNC",
      leftOut: [{ address: "table:app.events", by: "partitions", count: 5 }],
    });
    await database.sql("ALTER TABLE app.events DISABLE ROW LEVEL SECURITY");
    expect(told(expected, await take(), under("ignored"))).toEqual(["table.rowSecurity.altered table:app.events"]);
  });

  it("is what the longest pattern says that the name is like", async () => {
    await database.sql(PARENT + partitions(0, 3));
    const expected = await take();
    await database.sql("DROP TABLE app.events_p1");
    const actual = await take();
    const status = (policies: Asked["partitions"]) => verdict(expected, actual, { partitions: policies ?? {} }).status;
    expect(status({ "*": "ignored", "app.events": "managed" })).toBe("DRIFTED");
    expect(status({ "*": "managed", "app.ev*": "ignored" })).toBe("IN_SYNC");
    expect(status({ "audit.*": "ignored" })).toBe("DRIFTED");
  });
});

describe("an index that some partitions lacked their part of", () => {
  it.each(["dynamic", "ignored"] as const)("is built on those there are by now, where they are %s", async (policy) => {
    await database.sql(`${PARENT} ${partitions(0, 3)} CREATE INDEX of_note ON ONLY app.events (at);
      CREATE INDEX p1_at ON app.events_p1 (at); ALTER INDEX app.of_note ATTACH PARTITION app.p1_at`);
    const expected = await take();
    await database.sql(`DROP INDEX app.of_note; DROP TABLE app.events_p1; ${partition(3)}`);
    const { findings, remediation } = verdict(expected, await take(), under(policy));
    expect(findings.map(({ code, address }) => `${code} ${address}`)).toEqual([
      "index.removed index:app.events.of_note",
    ]);
    expect(remediation.statements.map(({ sql }) => sql.replaceAll('"', ""))).toEqual([
      "CREATE INDEX of_note ON app.events (at)",
    ]);
  });
});

describe("a comparison that nobody asked anything special of", () => {
  it("does with partitions what the snapshots were taken for", async () => {
    await database.sql(PARENT + partitions(0, 2));
    const expected = await takeSnapshot(database.url, { partitions: { "app.events": "dynamic" } });
    await database.sql(partitions(2, 3));
    expect(verdict(expected, await take(), {})).toMatchObject({ status: "IN_SYNC" });
  });
});
